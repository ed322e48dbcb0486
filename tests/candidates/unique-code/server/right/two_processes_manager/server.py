"""Two processes, one for each port; the codes are in a dict of multiprocessing.Manager."""
import ast
import multiprocessing
import random
import socket
import string
import sys
import threading


def read_body(conn):
    data = b""
    while b"\r\n\r\n" not in data:
        part = conn.recv(4096)
        if not part:
            return None
        data += part
    head, body = data.split(b"\r\n\r\n", 1)
    length = 0
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line[15:])
    while len(body) < length:
        part = conn.recv(4096)
        if not part:
            return None
        body += part
    return ast.literal_eval(body.decode())


def code_for(message, codes):
    uuid = message.get("uuid")
    if not uuid:
        return {"success": False, "error": "uuid is missing"}
    with codes_lock:
        if uuid not in codes:
            codes[uuid] = "".join(random.SystemRandom().choices(string.ascii_letters, k=20))
        return {"success": True, "unique": codes[uuid]}


def message_from(message, codes):
    for key in "uuid", "unique", "text":
        if key not in message:
            return {"success": False, "error": key + " is missing"}
    if message["uuid"] not in codes:
        return {"success": False, "error": "uuid is unknown"}
    if codes[message["uuid"]] != message["unique"]:
        return {"success": False, "error": "code is wrong"}
    with codes_lock, open("logs.txt", "a", encoding="utf-8") as log:
        log.write(message["text"] + "\n")
    return {"success": True}


def client(conn, work, codes):
    try:
        message = read_body(conn)
        if message is not None:
            conn.sendall(str(work(message, codes)).encode())
    except OSError:
        pass
    finally:
        conn.close()


def serve(port, work, codes):
    listener = socket.create_server(("", port), backlog=100)
    while True:
        conn, _ = listener.accept()
        threading.Thread(target=client, args=(conn, work, codes), daemon=True).start()


if __name__ == "__main__":
    codes_port, messages_port = map(int, sys.argv[1:3]) if len(sys.argv) > 2 else (8000, 8001)
    with multiprocessing.Manager() as manager:
        codes, codes_lock = manager.dict(), threading.Lock()
        other = multiprocessing.Process(target=serve, args=(codes_port, code_for, codes), daemon=True)
        other.start()
        serve(messages_port, message_from, codes)
