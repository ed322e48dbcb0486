import socket

host = "localhost"
port = 5000
portpair = (host, port)
g_user_id = 1


def get_response(sock):
    response = b""
    while True:
        data = sock.recv(1024)
        response += data
        if len(data) < 1024 and b"\r\n\r\n" in response:
            break
    header, body = response.split(b"\r\n\r\n", 1)
    header_lines = header.split(b"\r\n")
    code = int(header_lines[0].split(b" ")[1])
    content_length = -1
    for h in header_lines[1:]:
        if h.lower().startswith(b"content-length:"):
            content_length = int(h[15:])
    if content_length == -1:
        while data:
            data = sock.recv(1024)
            body += data
    return code, body


def do_key():
    """Stages 1 and 2."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.connect(portpair)
        sock.sendall(b"KEY /user/%d/ HTTP/1.1\r\nHost: %s\r\n\r\n" % (g_user_id, portpair[0].encode()))
        code, body = get_response(sock)
    finally:
        sock.close()
    if code == 200:
        return body
    else:
        return None


def do_put(key_val):
    """Stages 3 and 4."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.connect(portpair)
        sock.sendall(b"PUT /key/%d/%s/ HTTP/1.1\r\nHost: %s\r\n\r\n" % (g_user_id, key_val, portpair[0].encode()))
        code, body = get_response(sock)
    finally:
        sock.close()
    return body.decode()
