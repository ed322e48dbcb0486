import socket

host = "127.0.0.1"
port = 5000
user_id = "1"

def recv_line(s):
    line = b""
    while not line.endswith(b"\n"):
        c = s.recv(1)
        if not c:
            break
        line = line + c
    return line.strip().decode()

def get(s):
    code = recv_line(s).split(" ")[1]
    n = None
    line = recv_line(s)
    while line != "":
        if line.lower().startswith("content-length"):
            n = int(line.split(":")[1])
        line = recv_line(s)
    body = b""
    while n is None or len(body) < n:
        c = s.recv(1)
        if not c:
            break
        body = body + c
    return code, body

def do_key():
    s = socket.socket()
    s.connect((host, port))
    s.send(("KEY /user/" + user_id + "/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n").encode())
    code, body = get(s)
    s.close()
    if code[0] == "4":
        return None
    return body

def do_put(key_val):
    s = socket.socket()
    s.connect((host, port))
    s.send(("PUT /key/" + user_id + "/" + key_val.decode() + "/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n").encode())
    code, body = get(s)
    s.close()
    return body.decode()
