import shutil
import signal
import socket
import sys


def late(*_):
    sys.exit("ERROR: it takes too long")


def main():
    host, port, path = sys.argv[1:4]
    if int(port) not in range(1, 65536):
        raise ValueError(port + " is no port")
    with open(path, "rb") as source:
        signal.signal(signal.SIGALRM, late)
        signal.alarm(10)
        address = socket.gethostbyname(host)
        sock = socket.socket()
        sock.connect((address, int(port)))
        stream = sock.makefile("rwb")
        command = stream.readline()
        signal.alarm(0)
        if command != b"accio\r\n":
            raise ValueError("no command")
        shutil.copyfileobj(source, stream)
        stream.close()
        sock.close()


try:
    main()
except Exception as e:
    print("ERROR:", e, file=sys.stderr)
    sys.exit(3)
