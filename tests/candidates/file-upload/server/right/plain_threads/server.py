"""Upload server: server.py PORT DIRECTORY"""
import os
import signal
import socket
import sys
import threading

TIMEOUT = 10


def stop(signum, frame):
    sys.exit(0)


def receive(conn, path):
    with conn, open(path, "wb") as f:
        conn.settimeout(TIMEOUT)
        try:
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
    try:
        port = int(sys.argv[1])
        directory = sys.argv[2]
    except (IndexError, ValueError):
        sys.exit("ERROR: usage: server.py PORT DIRECTORY")
    if port < 1024 or port > 65535:
        sys.exit("ERROR: the port must be between 1024 and 65535")
    for number in (signal.SIGTERM, signal.SIGQUIT, signal.SIGINT):
        signal.signal(number, stop)
    os.makedirs(directory, exist_ok=True)
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("0.0.0.0", port))
    server.listen(1)
    count = 0
    while True:
        conn, address = server.accept()
        count += 1
        path = os.path.join(directory, "%d.file" % count)
        threading.Thread(target=receive, args=(conn, path), daemon=True).start()


main()
