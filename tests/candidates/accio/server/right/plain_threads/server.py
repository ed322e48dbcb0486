"""server.py PORT DIRECTORY: asks each client for its file and stores it."""
import os
import signal
import socket
import sys
import threading

COMMAND = b"accio\r\n"


def fail(message):
    print("ERROR: " + message, file=sys.stderr)
    sys.exit(1)


def receive(conn, path):
    with conn, open(path, "wb") as f:
        conn.settimeout(10)
        try:
            conn.sendall(COMMAND)
            while True:
                data = conn.recv(65536)
                if not data:
                    break
                f.write(data)
        except socket.timeout:
            f.seek(0)
            f.truncate()
            f.write(b"ERROR")
        except OSError as error:
            print("connection lost:", error)


def main():
    if len(sys.argv) != 3:
        fail("usage: server.py PORT DIRECTORY")
    if not sys.argv[1].isdigit() or not 1023 < int(sys.argv[1]) < 65536:
        fail("bad port " + sys.argv[1])
    directory = sys.argv[2]
    os.makedirs(directory, exist_ok=True)
    for number in (signal.SIGTERM, signal.SIGQUIT, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("", int(sys.argv[1])))
    server.listen(1)
    count = 0
    while True:
        conn, _ = server.accept()
        count += 1
        path = os.path.join(directory, "%d.file" % count)
        threading.Thread(target=receive, args=(conn, path), daemon=True).start()


main()
