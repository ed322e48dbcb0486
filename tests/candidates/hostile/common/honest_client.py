"""The key client's role, played rightly."""
import socket


def request(host, port, method, target):
    with socket.create_connection((host, port)) as sock:
        sock.sendall(("%s %s HTTP/1.1\r\nHost: %s\r\n\r\n" % (method, target, host)).encode())
        file = sock.makefile("rb")
        status = int(file.readline().split()[1])
        length = None
        while (line := file.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return status, file.read(length)


def key(host, port, user):
    status, body = request(host, port, "KEY", "/user/%s/" % user)
    return body if status == 200 else None


def put(host, port, user, value):
    return request(host, port, "PUT", "/key/%s/%s/" % (user, value.decode()))[1].decode()
