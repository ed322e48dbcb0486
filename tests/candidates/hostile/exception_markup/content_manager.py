import markup

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    pass


def serve_clients():
    raise type(markup.TEXT[:200], (Exception,), {})(markup.TEXT)
