import socket

host = "127.0.0.1"
port = 5000
user_id = 1


def transfer(request):
    s = socket.socket()
    s.connect((host, port))
    s.sendall(request.encode())
    response = b""
    while b"\r\n\r\n" not in response:
        response += s.recv(4096)
    head = response.split(b"\r\n\r\n")[0]
    size = len(head) + 4
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            size += int(line.split(b":")[1])
            break
    else:
        size = 1 << 30
    while len(response) < size:
        more = s.recv(4096)
        if not more:
            break
        response += more
    s.close()
    return response


def do_key():
    response = transfer(f"KEY /user/{user_id}/ HTTP/1.1\r\nHost: {host}\r\n\r\n")
    if response.split()[1] != b"200":
        return None
    return response


def do_put(key_val):
    key = key_val.split(b"\r\n\r\n")[-1].decode()
    response = transfer(f"PUT /key/{user_id}/{key}/ HTTP/1.1\r\nHost: {host}\r\n\r\n")
    return response.split(b"\r\n\r\n", 1)[1].decode()
