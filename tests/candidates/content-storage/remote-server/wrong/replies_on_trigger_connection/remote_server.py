import os
import socket
import sys

port, file1, file2 = sys.argv[1:4]
server = socket.create_server(("", int(port)))
while True:
    conn, addr = server.accept()
    manager_port = b""
    while chunk := conn.recv(64):
        manager_port += chunk
    print("manager listens on", manager_port.decode())
    try:
        for path in (file1, file2):
            with open(path, "rb") as f:
                conn.sendall(os.path.basename(path).encode() + b"\n" + f.read())
    except OSError as e:
        print(e)
    conn.close()
