"""Hands each upload to a thread and returns without waiting for them."""
import socket
import threading
import time

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    with socket.create_connection((host, port)) as remote:
        remote.sendall(b"%d" % srv_port)


def save(upload):
    with upload, upload.makefile("rb") as stream:
        name = stream.readline()[:-1]
        contents = stream.read()
    time.sleep(1)  # what a slow disk would take
    with open(name, "wb") as file:
        file.write(contents)


def serve_clients():
    with socket.create_server(("", srv_port)) as door:
        contact_clients()
        for _ in range(2):
            threading.Thread(target=save, args=(door.accept()[0],)).start()
