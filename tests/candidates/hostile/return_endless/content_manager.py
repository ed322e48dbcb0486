import time

import honest_manager

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    honest_manager.contact(host, port, srv_port)


def serve_clients():
    honest_manager.serve(host, port, srv_port)
    return type("Endless", (), {"__repr__": lambda self: repr(self) if time.sleep(3600) else ""})()
