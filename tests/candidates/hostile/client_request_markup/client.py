import socket

import markup

host = "127.0.0.1"
port = 5000
user_id = "1"


def do_key():
    with socket.create_connection((host, port)) as sock:
        line = markup.TEXT.replace("\r", "").replace("\n", "")
        sock.sendall(("%s /%s HTTP/1.1\r\nHost: %s\r\nX-%s: y\r\n\r\n" % (line, line, line, line)).encode())
        return sock.recv(4096)


def do_put(key_val):
    return None
