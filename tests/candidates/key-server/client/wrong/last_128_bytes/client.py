import socket

host = "127.0.0.1"
port = 5000
user_id = 1


def ask(line):
    sock = socket.create_connection((host, port))
    sock.sendall((line + "\r\nHost: localhost\r\n\r\n").encode())
    stream = sock.makefile("rb")
    response = b""
    length = -1
    while not response.endswith(b"\r\n\r\n"):
        header = stream.readline()
        if header.lower().startswith(b"content-length:"):
            length = int(header.split(b":")[1])
        response += header
    response += stream.read(length)
    stream.close()
    sock.close()
    return response


def do_key():
    response = ask(f"KEY /user/{user_id}/ HTTP/1.1")
    return response[-128:]


def do_put(key_val):
    response = ask(f"PUT /key/{user_id}/{key_val.decode()}/ HTTP/1.1")
    return response.decode().split("\r\n\r\n")[1]
