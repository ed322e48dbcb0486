"""Fifty clients, one after the other, over plain sockets."""
import ast
import socket
import sys
from uuid import uuid4

ports = [int(a) for a in sys.argv[1:3]] or [8000, 8001]


def ask(port, request):
    body = repr(request).encode()
    head = f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port)) as conn:
        conn.sendall(head.encode() + body)
        reply = b""
        while chunk := conn.recv(4096):
            reply += chunk
    if reply.startswith(b"HTTP/"):
        reply = reply.partition(b"\r\n\r\n")[2]
    return ast.literal_eval(reply.decode())


failed = False
for number in range(50):
    me = str(uuid4())
    answer = ask(ports[0], {"uuid": me})
    if not answer["success"]:
        print("no code:", answer["error"])
        failed = True
        continue
    answer = ask(ports[1], {"uuid": me, "unique": answer["unique"], "text": f"message {number}"})
    if not answer["success"]:
        print("not stored:", answer["error"])
sys.exit(1 if failed else 0)
