"""client.py HOST PORT FILE: waits for the server's command, then sends the file."""
import socket
import sys

COMMAND = b"accio\r\n"


def fail(message):
    print("ERROR: %s" % message, file=sys.stderr)
    sys.exit(1)


def wait_for_command(sock):
    heard = b""
    while b"\r" not in heard:
        data = sock.recv(100)
        if not data:
            fail("the server closed before its command was whole")
        heard += data
    if heard.strip() != COMMAND.strip():
        fail("the server says %r" % heard)


def upload(sock, f):
    while True:
        chunk = f.read(65536)
        if not chunk:
            break
        sock.sendall(chunk)


def main():
    if len(sys.argv) != 4:
        fail("usage: client.py HOST PORT FILE")
    host, port, name = sys.argv[1:]
    if not port.isdigit() or not 1 <= int(port) <= 65535:
        fail("bad port " + port)
    try:
        with open(name, "rb") as f, socket.create_connection((host, int(port)), timeout=10) as sock:
            wait_for_command(sock)
            upload(sock, f)
            sock.shutdown(socket.SHUT_WR)
    except socket.timeout:
        fail("the server is silent")
    except OSError as error:
        fail(error)


main()
