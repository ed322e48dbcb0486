"""Serves one connection after the other, and lets no more than one wait: listen(1)."""
import os
import signal
import socket
import sys


def receive(upload, path):
    """Writes what comes; nothing but the word ERROR is left where the client is silent."""
    try:
        with open(path, "wb") as file:
            while piece := upload.recv(1 << 16):
                file.write(piece)
    except OSError:
        with open(path, "wb") as file:
            file.write(b"ERROR")


def main():
    if len(sys.argv) != 3 or not sys.argv[1].isdigit() or not 1024 <= int(sys.argv[1]) <= 65535:
        sys.exit("ERROR: usage: server PORT DIRECTORY")
    for number in signal.SIGTERM, signal.SIGQUIT, signal.SIGINT:
        signal.signal(number, lambda *_: os._exit(0))
    os.makedirs(sys.argv[2], exist_ok=True)
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind(("", int(sys.argv[1])))
    door.listen(1)
    count = 0
    while True:
        upload, _ = door.accept()
        count += 1
        with upload:
            upload.settimeout(10)
            receive(upload, os.path.join(sys.argv[2], "%d.file" % count))


main()
