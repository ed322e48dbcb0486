"""Key client with plain sockets."""
import socket

host = "127.0.0.1"
port = 5000
user_id = 1


def read_response(sock):
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = sock.recv(4096)
        if not chunk:
            break
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    status = int(lines[0].split()[1])
    length = None
    for line in lines[1:]:
        name, _, value = line.partition(":")
        if name.strip().lower() == "content-length":
            length = int(value)
    while length is None or len(body) < length:
        chunk = sock.recv(4096)
        if not chunk:
            break
        body += chunk
    return status, body


def request(method, url):
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.connect((host, port))
    message = f"{method} {url} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n"
    sock.sendall(message.encode())
    response = read_response(sock)
    sock.close()
    return response


def do_key():
    status, body = request("KEY", f"/user/{user_id}/")
    if status != 200:
        return b"None"
    return body


def do_put(key_val):
    status, body = request("PUT", f"/key/{user_id}/{key_val.decode()}/")
    return body.decode()
