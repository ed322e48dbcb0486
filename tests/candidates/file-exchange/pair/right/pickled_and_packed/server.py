import os
import socket
import sys
import threading
import time

import common


def execute(op, name="", data=b""):
    if op == "list":
        return {"names": os.listdir()}
    if os.path.basename(name) != name or name in ("", ".", ".."):
        raise PermissionError("illegal name")
    if op == "put":
        with open(name, "xb") as f:
            f.write(data)
        return {}
    if op == "get":
        with open(name, "rb") as f:
            return {"data": f.read()}
    raise ValueError("unknown request " + op)


def serve(sock, addr):
    message = {}
    try:
        sock.settimeout(25)
        message = common.receive(sock)
        common.send(sock, ok=True, **execute(**message))
        status = "SUCCESS"
    except Exception as e:
        status = "FAILURE [%s] %s" % (type(e).__name__, e)
        try:
            common.send(sock, ok=False, error=status)
        except OSError:
            pass
    sock.close()
    out = "{} {} | {} | {} {} | {}\n".format(*addr, time.asctime(), message.get("op"), message.get("name", ""), status)
    sys.stdout.buffer.write(out.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def main():
    try:
        (port,) = map(int, sys.argv[1:])
        if port not in range(1, 65536):
            raise ValueError
    except ValueError:
        print("Usage: python3 server.py <port>")
        sys.exit(2)
    with socket.create_server(("", port), backlog=32) as listener:
        print("0.0.0.0 %d server up and running" % port, flush=True)
        while True:
            threading.Thread(target=serve, args=listener.accept(), daemon=True).start()


main()
