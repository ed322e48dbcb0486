import os
import socket
import sys
import tempfile

host = "127.0.0.1"
port = 5000
srv_port = 1337
HERE = os.path.dirname(os.path.abspath(__file__))


def contact_clients():
    print("contacting", host, port, "...")
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.connect((host, port))
    sock.send(bytes(str(srv_port), "utf8"))
    sock.close()


def receive(conn):
    """Writes to a temporary file first, so that nobody sees half a file."""
    name = bytearray()
    while not name.endswith(b"\n"):
        name += conn.recv(1)
    handle, path = tempfile.mkstemp(dir=HERE)
    while True:
        data = conn.recv(4096)
        if len(data) == 0:
            break
        os.write(handle, data)
    os.close(handle)
    os.rename(path, os.path.join(HERE, name[:-1].decode("utf8")))
    print("received", name[:-1].decode("utf8"), file=sys.stderr)


def serve_clients():
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    sock.bind(("localhost", srv_port))
    sock.listen(5)
    contact_clients()
    first, _ = sock.accept()
    receive(first)
    first.close()
    second, _ = sock.accept()
    receive(second)
    second.close()
    sock.close()


if __name__ == "__main__":
    serve_clients()
