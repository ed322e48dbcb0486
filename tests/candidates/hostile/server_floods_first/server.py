import socket
import sys
import threading


def flood(conn):
    try:
        while True:
            conn.sendall(b"\x00\xff\r\n" * 65536)
    except OSError:
        conn.close()


server = socket.create_server(("", int(sys.argv[1])))
while True:
    threading.Thread(target=flood, args=(server.accept()[0],), daemon=True).start()
