import socket
import sys

server = socket.create_server(("", int(sys.argv[1])))
kept = []
while True:
    conn, _ = server.accept()
    conn.shutdown(socket.SHUT_WR)
    kept.append(conn)
