import socket
import sys
import threading


def flood(conn):
    try:
        conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n")
        while True:
            conn.sendall(b"0123456789abcdef" * 4096)
    except OSError:
        conn.close()


server = socket.create_server(("", int(sys.argv[1])))
while True:
    client, _ = server.accept()
    threading.Thread(target=flood, args=(client,), daemon=True).start()
