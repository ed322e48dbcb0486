host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    pass


def serve_clients():
    with open("big", "wb") as f:
        while True:
            f.write(b"\xa5" * (1 << 20))
