import socket

host = "127.0.0.1"
port = 5000
user_id = 1


def send_request(text):
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.connect((host, port))
    s.sendall(text.encode())
    f = s.makefile("rb")
    response = f.readline()
    length = -1
    while True:
        line = f.readline()
        response += line
        if line.strip() == b"":
            break
        if line.lower().startswith(b"content-length"):
            length = int(line.split(b":")[1])
    response += f.read(length)
    f.close()
    s.close()
    return response.decode()


def do_key():
    response = send_request(f"KEY /user/{user_id}/ HTTP/1.1\r\nHost: {host}\r\n\r\n")
    if "400" in response or "404" in response or "405" in response:
        return None
    return response.split("\r\n\r\n", 1)[1].encode()


def do_put(key_val):
    response = send_request(f"PUT /key/{user_id}/{key_val.decode()}/ HTTP/1.1\r\nHost: {host}\r\n\r\n")
    return response.split("\r\n\r\n", 1)[1]
