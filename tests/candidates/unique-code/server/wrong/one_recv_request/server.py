import ast
import secrets
import socket
import sys
import threading

codes = {}


def codes_request(data):
    if not data.get("uuid"):
        return {"success": False, "error": "uuid is missing"}
    if data["uuid"] not in codes:
        codes[data["uuid"]] = secrets.token_hex(8)
    return {"success": True, "unique": codes[data["uuid"]]}


def message_request(data):
    if codes.get(data.get("uuid"), "") != data.get("unique") or "text" not in data:
        return {"success": False, "error": "uuid or code is wrong"}
    with open("logs.txt", "a", encoding="utf-8") as f:
        f.write(data["text"] + "\n")
    return {"success": True}


def serve(port, action):
    s = socket.create_server(("", port), backlog=64)
    while True:
        conn, _ = s.accept()
        request = conn.recv(65536).decode()
        try:
            reply = action(ast.literal_eval(request.split("\r\n\r\n")[1]))
        except (SyntaxError, IndexError, ValueError):
            reply = {"success": False, "error": "no body"}
        conn.sendall(str(reply).encode())
        conn.close()


ports = [int(p) for p in sys.argv[1:]] or [8000, 8001]
threading.Thread(target=serve, args=(ports[0], codes_request)).start()
serve(ports[1], message_request)
