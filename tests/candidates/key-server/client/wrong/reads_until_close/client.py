import socket

host = "127.0.0.1"
port = 5000
user_id = 1


def get_response(message):
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((host, port))
    client.sendall(message)
    received = b""
    while True:
        part = client.recv(1024)
        if not part:
            break
        received += part
    client.close()
    return received


def do_key():
    received = get_response(b"KEY /user/%s/ HTTP/1.1\r\nHost: %s\r\n\r\n" % (str(user_id).encode(), host.encode()))
    head, body = received.split(b"\r\n\r\n", 1)
    if b" 200 " not in head.split(b"\r\n")[0] + b" ":
        return None
    return body


def do_put(key_val):
    user = str(user_id).encode()
    received = get_response(b"PUT /key/%s/%s/ HTTP/1.1\r\nHost: %s\r\n\r\n" % (user, key_val, host.encode()))
    return received.split(b"\r\n\r\n", 1)[1].decode()
