import threading
import time


host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    pass


def serve_clients():
    while True:
        try:
            threading.Thread(target=time.sleep, args=(3600,)).start()
        except RuntimeError:
            time.sleep(0.1)
