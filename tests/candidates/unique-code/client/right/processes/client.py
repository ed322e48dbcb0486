import ast
import multiprocessing
import socket
import sys
import uuid

CODES, MESSAGES = ([int(word) for word in sys.argv[1:3]] + [8000, 8001])[:2]


def post(port, dictionary):
    body = repr(dictionary).encode()
    with socket.create_connection(("localhost", port)) as sock:
        stream = sock.makefile("rwb")
        stream.write(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body))
        stream.flush()
        stream.write(body)
        stream.flush()
        return ast.literal_eval(stream.read().decode())


def client(number):
    name = str(uuid.uuid4())
    code = post(CODES, {"uuid": name})
    if not code["success"]:
        return "client %d: no code: %s" % (number, code["error"])
    done = post(MESSAGES, {"uuid": name, "unique": code["unique"], "text": "Greetings from client %d" % number})
    if not done["success"]:
        return "client %d: not taken: %s" % (number, done["error"])
    return "client %d: done" % number


if __name__ == "__main__":
    with multiprocessing.Pool(10) as pool:
        for line in pool.imap_unordered(client, range(50)):
            print(line)
