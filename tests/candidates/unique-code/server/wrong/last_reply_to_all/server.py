import ast
import secrets
import socket
import sys
import threading

codes = {}
reply = None


def read_request(conn):
    data = b""
    while b"\r\n\r\n" not in data:
        data += conn.recv(4096)
    head, body = data.split(b"\r\n\r\n", 1)
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += conn.recv(4096)
    return ast.literal_eval(body.decode())


def code_client(conn):
    global request, reply
    request = read_request(conn)
    if not request.get("uuid"):
        reply = {"success": False, "error": "no uuid"}
    else:
        code = codes.setdefault(request["uuid"], secrets.token_hex(8))
        reply = {"success": True, "unique": code}
    finish(conn)


def message_client(conn):
    global request, reply
    request = read_request(conn)
    if "text" not in request or codes.get(request.get("uuid"), "") != request.get("unique"):
        reply = {"success": False, "error": "wrong code"}
    else:
        with open("logs.txt", "a", encoding="utf-8") as log:
            log.write(request["text"] + "\n")
        reply = {"success": True}
    finish(conn)


def finish(conn):
    # let the client get ready for the answer
    threading.Event().wait(0.02)
    conn.sendall(str(reply).encode())
    conn.close()


def serve(port, target):
    server = socket.create_server(("", port), backlog=64)
    while True:
        conn, _ = server.accept()
        threading.Thread(target=target, args=(conn,)).start()


ports = [int(p) for p in sys.argv[1:]] or [8000, 8001]
threading.Thread(target=serve, args=(ports[0], code_client)).start()
serve(ports[1], message_client)
