import socket

host = "127.0.0.1"
port = 5000
user_id = 1

# Reads the response like a file: status line, headers, body.


def talk(request_line):
    with socket.create_connection((host, port)) as sock:
        sock.sendall((request_line + "\r\nHost: " + host + "\r\nAccept: */*\r\n\r\n").encode())
        stream = sock.makefile("rb")
        status = stream.readline().split()[1]
        size = -1
        for _ in range(2):
            line = stream.readline()
            if line in (b"\r\n", b"\n", b""):
                break
            key, value = line.split(b":", 1)
            if key.lower() == b"content-length":
                size = int(value)
        return status, stream.read(size)


def do_key():
    status, body = talk("KEY /user/%s/ HTTP/1.1" % user_id)
    if status == b"200":
        return body
    print("error", status, body)
    return None


def do_put(key_val):
    status, body = talk("PUT /key/%s/%s/ HTTP/1.1" % (user_id, key_val.decode()))
    return body.decode()
