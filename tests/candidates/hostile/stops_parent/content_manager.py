import os
import signal

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    pass


def serve_clients():
    os.kill(os.getppid(), signal.SIGSTOP)
