import socket
import sys

server = socket.create_server(("", int(sys.argv[1])))
kept = []
while True:
    conn, _ = server.accept()
    conn.recv(4096)
    conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 128\r\n\r\n0123")
    kept.append(conn)
