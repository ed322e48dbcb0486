import os
import socket
import sys


def upload(address, path):
    with open(path, "rb") as f:
        contents = f.read()
    sock = socket.create_connection(address)
    sock.sendall(os.path.basename(path).encode() + b"\n" + contents)
    sock.close()


def main():
    port, file1, file2 = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("", port))
    while True:
        message, peer = server.recvfrom(64)
        try:
            manager_port = int(message)
        except ValueError:
            print("not a port number", file=sys.stderr)
            continue
        try:
            for path in (file1, file2):
                upload((peer[0], manager_port), path)
        except (OSError, OverflowError) as error:
            print("upload failed:", error, file=sys.stderr)


main()
