import os
import socket
import sys
import time

import common


def usage():
    print("Usage: python3 client.py <host> <port> put|get <file>\n       python3 client.py <host> <port> list")
    sys.exit(2)


def request(host, port, op, name):
    message = {"op": op}
    if op != "list":
        message["name"] = name
    if op == "put":
        with open(name, "rb") as f:
            message["data"] = f.read()
    if op == "get" and os.path.exists(name):
        raise FileExistsError("%s exists" % name)
    with socket.create_connection((host, port), 25) as sock:
        try:
            common.send(sock, **message)
        except ConnectionError:
            pass
        reply = common.receive(sock)
    if not reply["ok"]:
        raise RuntimeError(reply["error"])
    if op == "get":
        with open(name, "xb") as f:
            f.write(reply["data"])
    for line in reply.get("names", ()):
        sys.stdout.buffer.write(line.encode("utf-8", "surrogateescape") + b"\n")
    sys.stdout.flush()


def main():
    if len(sys.argv) < 4 or not sys.argv[2].isnumeric() or not 0 < int(sys.argv[2]) <= 65535:
        usage()
    host, port, op, *rest = sys.argv[1:]
    if op not in ("put", "get", "list") or len(rest) != (op != "list"):
        usage()
    name = rest[0] if rest else ""
    code = 0
    try:
        request(host, int(port), op, name)
        status = "SUCCESS"
    except Exception as e:
        code, status = 1, "FAILURE [%s] %s" % (type(e).__name__, e)
    out = "{} {} | {} | {} {} | {}\n".format(host, port, time.asctime(), op, name, status)
    sys.stdout.buffer.write(out.encode("utf-8", "surrogateescape"))
    sys.stdout.flush()
    sys.exit(code)


main()
