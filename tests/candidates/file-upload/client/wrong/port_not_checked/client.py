"""client.py HOST PORT FILE"""
import socket
import sys


def fail(message):
    sys.stderr.write("ERROR: %s\n" % message)
    sys.exit(1)


def upload(sock, f):
    while True:
        chunk = f.read(65536)
        if not chunk:
            break
        while chunk:
            sent = sock.send(chunk)
            chunk = chunk[sent:]


def finish(sock):
    """Tell the server that this is all, and let it close."""
    sock.shutdown(socket.SHUT_WR)
    try:
        while sock.recv(4096):
            pass
    except OSError:
        pass


def main():
    if len(sys.argv) != 4:
        fail("usage: client.py HOST PORT FILE")
    host, port, name = sys.argv[1:]
    try:
        with open(name, "rb") as f:
            sock = socket.create_connection((host, int(port)), timeout=10)
            upload(sock, f)
            finish(sock)
            sock.close()
    except socket.timeout:
        fail("timeout")
    except OSError as error:
        fail(error)


main()
