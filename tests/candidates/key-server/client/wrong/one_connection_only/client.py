import socket

host = "127.0.0.1"
port = 5000
user_id = 1
stream = None


def ask(method, url):
    global stream
    if stream is None:
        stream = socket.create_connection((host, port)).makefile("rwb")
    stream.write(f"{method} {url} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
    stream.flush()
    status = int(stream.readline().split()[1])
    length = None
    for line in iter(stream.readline, b"\r\n"):
        name, value = line.split(b":", 1)
        if name.lower() == b"content-length":
            length = int(value)
    return status, stream.read(length)


def do_key():
    status, body = ask("KEY", f"/user/{user_id}/")
    return body if status == 200 else None


def do_put(key_val):
    return ask("PUT", f"/key/{user_id}/{key_val.decode()}/")[1].decode()
