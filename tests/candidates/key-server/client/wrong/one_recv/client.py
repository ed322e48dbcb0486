import socket

host = "127.0.0.1"
port = 5000
user_id = 1

def do_key():
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.connect((host, port))
    request = "KEY /user/" + str(user_id) + "/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n"
    sock.sendall(request.encode())
    response = sock.recv(4096).decode()
    sock.close()
    if response.split(" ")[1] == "200":
        return response.split("\r\n\r\n")[1].encode()
    return None

def do_put(key_val):
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.connect((host, port))
    request = "PUT /key/" + str(user_id) + "/" + key_val.decode() + "/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n"
    sock.sendall(request.encode())
    response = sock.recv(4096).decode()
    sock.close()
    return response.split("\r\n\r\n")[1]
