import socket

host = "127.0.0.1"
port = 5000
user_id = "1"


def do_key():
    sock = socket.create_connection((host, port))
    sock.sendall(b"KEY /us")
    sock.shutdown(socket.SHUT_WR)
    return sock.recv(4096)


def do_put(key_val):
    return None
