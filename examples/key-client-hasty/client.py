"""A key client that works on its author's machine."""
import socket

host = "127.0.0.1"
port = 5000
user_id = "1"


def request(method, target):
    with socket.create_connection((host, port)) as connection:
        connection.sendall(f"{method} {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        return connection.recv(4096)


def do_key():
    response = request("KEY", f"/user/{user_id}/")
    head, _, body = response.partition(b"\r\n\r\n")
    return body if b" 200 " in head else None


def do_put(key_val):
    response = request("PUT", f"/key/{user_id}/{key_val.decode()}/")
    return response.partition(b"\r\n\r\n")[2].decode()
