import socket
import sys
import threading


def flood(conn):
    try:
        conn.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            conn.sendall(b"X-Filler: " + b"x" * 8000 + b"\r\n")
    except OSError:
        conn.close()


server = socket.create_server(("", int(sys.argv[1])))
while True:
    client, _ = server.accept()
    threading.Thread(target=flood, args=(client,), daemon=True).start()
