"""The key server's role, played rightly."""
import re
import secrets
import socket
import sys
import threading

issued = {user: set() for user in sys.argv[2:]}


def answer(method, target):
    match = re.fullmatch("/user/([^/]+)/", target)
    if match:
        if method != "KEY":
            return "405 Method Not Allowed\r\nAllow: KEY", "only KEY is allowed here"
        if match[1] not in issued:
            return "404 Not Found", "no such user"
        key = secrets.token_hex(64)
        issued[match[1]].add(key)
        return "200 OK", key
    match = re.fullmatch("/key/([^/]+)/([^/]+)/", target)
    if not match:
        return "400 Bad Request", "malformed target"
    if method != "PUT":
        return "405 Method Not Allowed\r\nAllow: PUT", "only PUT is allowed here"
    if match[2] in issued.get(match[1], ()):
        return "200 OK", "key accepted"
    return "403 Forbidden", "this is not your key"


def talk(conn):
    data = b""
    with conn:
        while True:
            while b"\r\n\r\n" not in data:
                chunk = conn.recv(4096)
                if not chunk:
                    return
                data += chunk
            head, data = data.split(b"\r\n\r\n", 1)
            line = re.fullmatch(r"(\S+) (\S+) HTTP/1\.[01]", head.decode("latin-1").split("\r\n")[0])
            status, body = answer(line[1], line[2]) if line else ("400 Bad Request", "malformed request")
            conn.sendall(("HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body)).encode())
            if not line:
                return


def guarded(conn):
    try:
        talk(conn)
    except OSError:
        pass


def listen():
    return socket.create_server(("", int(sys.argv[1])), backlog=128)


def serve(server):
    while True:
        conn, _ = server.accept()
        threading.Thread(target=guarded, args=(conn,), daemon=True).start()
