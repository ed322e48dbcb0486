import socket
import sys

import markup

server = socket.create_server(("", int(sys.argv[1])))
while True:
    conn, _ = server.accept()
    conn.recv(4096)
    conn.sendall(markup.TEXT.encode() + b"\r\n\r\n")
    conn.close()
