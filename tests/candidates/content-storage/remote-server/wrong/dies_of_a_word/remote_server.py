import os
import socket
import sys


def read_port(conn):
    data = b""
    while True:
        chunk = conn.recv(64)
        if not chunk:
            return int(data)
        data += chunk


def upload(address, path):
    with open(path, "rb") as f:
        contents = f.read()
    sock = socket.create_connection(address)
    sock.sendall(os.path.basename(path).encode() + b"\n" + contents)
    sock.close()


def main():
    port, file1, file2 = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("", port))
    server.listen(5)
    while True:
        conn, peer = server.accept()
        manager_port = read_port(conn)
        conn.close()
        try:
            for path in (file1, file2):
                upload((peer[0], manager_port), path)
        except (OSError, OverflowError) as error:
            print("upload failed:", error, file=sys.stderr)


main()
