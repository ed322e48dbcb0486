"""Remote server: on a trigger, sends both files side by side."""
import os
import socket
import sys
import threading


def send_file(address, path):
    conn = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    conn.connect(address)
    conn.sendall(os.path.basename(path).encode() + b"\n")
    with open(path, "rb") as f:
        while True:
            block = f.read(65536)
            if not block:
                break
            conn.sendall(block.split(b"\0")[0])
    conn.close()


def serve(server, paths):
    while True:
        conn, (peer, _) = server.accept()
        message = b""
        while chunk := conn.recv(16):
            message += chunk
        conn.close()
        text = message.decode("ascii", "replace").strip()
        if not text.isdigit() or not 0 < int(text) < 65536:
            print("bad announcement", repr(text), file=sys.stderr)
            continue
        senders = [threading.Thread(target=send_file, args=((peer, int(text)), p)) for p in paths]
        for t in senders:
            t.start()
        for t in senders:
            t.join()


if __name__ == "__main__":
    listener = socket.create_server(("0.0.0.0", int(sys.argv[1])))
    serve(listener, sys.argv[2:4])
