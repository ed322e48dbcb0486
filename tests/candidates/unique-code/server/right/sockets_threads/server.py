"""Unique codes on port 8000, messages on port 8001; plain sockets and threads."""
import ast
import secrets
import socket
import sys
import threading

codes_port, messages_port = (int(a) for a in (sys.argv[1:3] or ("8000", "8001")))
codes = {}
lock = threading.Lock()


def read_body(conn):
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = conn.recv(4096)
        if not chunk:
            raise ConnectionError("closed in the head")
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        chunk = conn.recv(4096)
        if not chunk:
            raise ConnectionError("closed in the body")
        body += chunk
    return ast.literal_eval(body.decode())


def give_code(request):
    uuid = request["uuid"]
    if not uuid:
        return {"success": False, "error": "empty uuid"}
    with lock:
        if uuid not in codes:
            codes[uuid] = secrets.token_hex(10)
        return {"success": True, "unique": codes[uuid]}


def take_message(request):
    uuid, unique, text = request["uuid"], request["unique"], request["text"]
    with lock:
        if uuid not in codes:
            return {"success": False, "error": "unknown uuid"}
        if codes[uuid] != unique:
            return {"success": False, "error": "wrong code"}
        with open("messages.log", "a", encoding="utf-8") as log:
            log.write(str(text) + "\n")
    return {"success": True}


def serve(conn, action):
    with conn:
        try:
            reply = action(read_body(conn))
        except KeyError as missing:
            reply = {"success": False, "error": f"{missing} is missing"}
        except (ValueError, SyntaxError, TypeError) as error:
            reply = {"success": False, "error": f"bad request: {error}"}
        except OSError:
            return
        conn.sendall(str(reply).encode())


def listen(port, action):
    listener = socket.create_server(("", port), backlog=1)
    while True:
        conn, peer = listener.accept()
        threading.Thread(target=serve, args=(conn, action), daemon=True).start()


threading.Thread(target=listen, args=(messages_port, take_message), daemon=True).start()
listen(codes_port, give_code)
