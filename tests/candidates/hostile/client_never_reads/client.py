import socket
import time

host = "127.0.0.1"
port = 5000
user_id = "1"


def do_key():
    with socket.create_connection((host, port)) as sock:
        sock.sendall(("KEY /user/%s/ HTTP/1.1\r\nHost: %s\r\n\r\n" % (user_id, host)).encode())
        time.sleep(3600)


def do_put(key_val):
    return None
