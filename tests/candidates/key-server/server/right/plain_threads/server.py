"""Key server: server.py PORT USER..."""
import re
import secrets
import socket
import sys
import threading

port = int(sys.argv[1])
issued = {user: set() for user in sys.argv[2:]}

REASONS = {200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed"}


def answer(method, target):
    """Status, body and more headers for one request."""
    match = re.fullmatch("/user/([^/]+)/", target)
    if match:
        if method != "KEY":
            return 405, "only KEY is allowed here", "Allow: KEY\r\n"
        if match[1] not in issued:
            return 404, "no such user", ""
        key = secrets.token_hex(64)
        issued[match[1]].add(key)
        return 200, key, ""
    match = re.fullmatch("/key/([^/]+)/([^/]+)/", target)
    if match:
        if method != "PUT":
            return 405, "only PUT is allowed here", "Allow: PUT\r\n"
        if match[2] in issued.get(match[1], ()):
            return 200, "key accepted", ""
        return 403, "this is not your key", ""
    return 400, "malformed target", ""


def parse(head):
    """Method, target, body length and whether to close; ValueError if malformed."""
    request_line, *fields = head.decode("latin-1").split("\r\n")
    method, target, version = request_line.split(" ")
    if not re.fullmatch(r"HTTP/1\.[01]", version):
        raise ValueError(version)
    headers = {}
    for field in fields:
        name, value = field.split(":", 1)
        headers[name.lower()] = value.strip()
    close = version == "HTTP/1.0" or headers.get("connection", "").lower() == "close"
    return method, target, int(headers.get("content-length", 0)), close


def serve(conn):
    data = b""
    with conn:
        while True:
            while b"\r\n\r\n" not in data:
                chunk = conn.recv(4096)
                if not chunk:
                    return
                data += chunk
            head, data = data.split(b"\r\n\r\n", 1)
            try:
                method, target, length, close = parse(head)
            except ValueError:
                status, body, extra, length, close = 400, "malformed request", "", 0, True
            else:
                status, body, extra = answer(method, target)
            while len(data) < length:
                chunk = conn.recv(4096)
                if not chunk:
                    return
                data += chunk
            data = data[length:]
            conn.sendall(f"HTTP/1.1 {status} {REASONS[status]}\r\nContent-Type: text/plain\r\n"
                         f"Content-Length: {len(body)}\r\n{extra}\r\n{body}".encode())
            if close:
                return


def guarded(conn):
    try:
        serve(conn)
    except OSError:
        pass


server = socket.create_server(("", port), backlog=1)
while True:
    client, address = server.accept()
    threading.Thread(target=guarded, args=(client,), daemon=True).start()
