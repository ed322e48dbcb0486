import os
import socket
import sys

# Both connections are opened first, then the files go out one after the other.

port = int(sys.argv[1])
names = sys.argv[2:4]

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("0.0.0.0", port))
server.listen(1)

while True:
    conn, addr = server.accept()
    number = ""
    while True:
        c = conn.recv(1)
        if c == b"":
            break
        number += c.decode()
    conn.close()
    target = (addr[0], int(number))
    socks = [socket.create_connection(target) for n in names]
    for name, sock in zip(names, reversed(socks)):
        f = open(names[socks.index(sock)], "rb")
        body = f.read()
        f.close()
        sock.sendall(os.path.basename(name).encode())
        sock.sendall(b"\n")
        sock.sendall(body)
        sock.shutdown(socket.SHUT_WR)
        sock.close()
