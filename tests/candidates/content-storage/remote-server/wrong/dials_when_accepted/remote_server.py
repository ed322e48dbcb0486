import os
import socket
import sys

manager_port = 1337


def send(sock, path):
    with open(path, "rb") as f:
        sock.sendall(os.path.basename(path).encode() + b"\n" + f.read())
    sock.close()


listener = socket.create_server(("", int(sys.argv[1])))
while True:
    trigger, addr = listener.accept()
    try:
        # warm up: most managers listen there
        first = socket.create_connection((addr[0], manager_port))
    except OSError:
        first = None
    announced = b""
    while piece := trigger.recv(8):
        announced += piece
    trigger.close()
    target = (addr[0], int(announced))
    if first and target[1] != manager_port:
        first.close()
        first = None
    send(first or socket.create_connection(target), sys.argv[2])
    send(socket.create_connection(target), sys.argv[3])
