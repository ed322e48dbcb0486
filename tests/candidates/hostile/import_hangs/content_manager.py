import time

while True:
    time.sleep(1)


host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    pass


def serve_clients():
    pass
