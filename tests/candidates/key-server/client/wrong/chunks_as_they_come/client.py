"""One connection for each request; the server is asked to end it, and so everything is read up to its end."""
import socket
from urllib.parse import quote

host, port, user_id = "127.0.0.1", 5000, "1"


def ask(method, target):
    lines = ["%s %s HTTP/1.1" % (method, target), "Host: %s" % host, "Connection: close", "", ""]
    with socket.create_connection((host, port)) as connection, connection.makefile("rb") as answer:
        connection.sendall("\r\n".join(lines).encode())
        status = int(answer.readline().split()[1])
        while answer.readline().strip():
            pass
        return status, answer.read()


def do_key():
    try:
        status, key = ask("KEY", "/user/%s/" % quote(str(user_id), safe=""))
    except (OSError, IndexError, ValueError):
        return None
    return key if status == 200 else None


def do_put(key_val):
    if isinstance(key_val, bytes):
        key_val = key_val.decode()
    return ask("PUT", "/key/%s/%s/" % (user_id, key_val))[1].decode()
