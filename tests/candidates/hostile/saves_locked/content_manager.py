import os

import honest_manager

host = "127.0.0.1"
port = 5000
srv_port = 1337


def locked(name, contents):
    with open(name, "wb") as file:
        file.write(contents)
    os.chmod(name, 0)


def contact_clients():
    honest_manager.contact(host, port, srv_port)


def serve_clients():
    honest_manager.serve(host, port, srv_port, save=locked)
    os.chmod(".", 0)
