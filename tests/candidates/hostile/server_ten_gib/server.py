import socket
import sys
import threading


def flood(conn):
    try:
        conn.recv(4096)
        conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n")
        for _ in range(10240):
            conn.sendall(b"0123456789abcdef" * 65536)
    except OSError:
        conn.close()


server = socket.create_server(("", int(sys.argv[1])))
while True:
    threading.Thread(target=flood, args=(server.accept()[0],), daemon=True).start()
