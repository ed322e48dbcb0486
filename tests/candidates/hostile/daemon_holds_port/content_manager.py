import os
import signal
import socket


host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    pass


def serve_clients():
    if os.fork():
        os.wait()
        return
    os.setsid()
    if os.fork():
        os._exit(0)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    server = socket.create_server(("", srv_port))
    while True:
        server.accept()
