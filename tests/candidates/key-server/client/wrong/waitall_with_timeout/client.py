import socket

host = "127.0.0.1"
port = 5000
user_id = 1


def talk(method, path):
    """Status and body of one request."""
    s = socket.create_connection((host, port), timeout=5)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for piece in (method, " ", path, " HTTP/1.1", "\r\n", "Host: ", host, "\r\n", "Connection: close\r\n", "\r\n"):
        s.send(piece.encode())
    head = b""
    while b"\r\n\r\n" not in head:
        byte = s.recv(1)
        if byte == b"":
            break
        head += byte
    length = None
    for line in head.decode("latin-1").split("\r\n")[1:]:
        if line.lower().startswith("content-length"):
            length = int(line.split(":")[1])
    if length is not None:
        body = s.recv(length, socket.MSG_WAITALL)
    else:
        body = b""
        while True:
            more = s.recv(500)
            if not more:
                break
            body += more
    s.close()
    return head.split(b" ")[1], body


def do_key():
    status, body = talk("KEY", "/user/" + str(user_id) + "/")
    if status == b"200":
        return body


def do_put(key_val):
    status, body = talk("PUT", "/key/" + str(user_id) + "/" + key_val.decode() + "/")
    return body.decode()
