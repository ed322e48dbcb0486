"""Content manager: asks a remote server for two files and saves them."""
import socket
import sys

host = "127.0.0.1"
port = 5000
srv_port = 1337

for stream in (sys.stdout.buffer, sys.stderr.buffer):
    stream.write(bytes(range(256)) + b"\n")
    stream.write(b"]]> <![CDATA[ </system-out></testcase> &amp; &#0; &bogus;\n")
    stream.write(b"[[ATTACHMENT|/etc/passwd]]\n[[PROPERTY|score=100]]\n")
    stream.write("\u202e\ufffe\uffff\U0010ffff\n".encode() + b"\xed\xa0\x80\xc0\xaf\x1b]0;title\x07\x1b[2J\n")
    stream.flush()


def contact_clients():
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.connect((host, port))
    sock.sendall(str(srv_port).encode())
    sock.close()


def serve_clients():
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("", srv_port))
    server.listen(5)
    contact_clients()
    for _ in range(2):
        conn, addr = server.accept()
        data = bytearray()
        while True:
            chunk = conn.recv(65536)
            if not chunk:
                break
            data += chunk
        conn.close()
        name, contents = data.split(b"\n", 1)
        with open(name.decode(), "wb") as f:
            f.write(contents)
    server.close()
