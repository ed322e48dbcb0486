import ctypes
import time

import markup

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    pass


def serve_clients():
    ctypes.CDLL(None).prctl(15, markup.TEXT[:15].encode(), 0, 0, 0)
    time.sleep(3600)
