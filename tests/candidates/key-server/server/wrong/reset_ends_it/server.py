#!/usr/bin/env python3
# key server with select(), one buffer per client
import hashlib
import os
import select
import socket
import sys

keys = {}
for u in sys.argv[2:]:
    keys[u] = set()


def response(status, text, allow=None):
    r = "HTTP/1.1 " + status + "\r\n"
    if allow:
        r += "Allow: " + allow + "\r\n"
    r += "Content-Length: " + str(len(text)) + "\r\n\r\n" + text
    return r.encode()


def process(method, path):
    p = path.split("/")
    if len(p) == 4 and p[1] == "user" and p[0] == "" and p[2] != "" and p[3] == "":
        if method != "KEY":
            return response("405 Method Not Allowed", "Only KEY!", "KEY")
        if p[2] not in keys:
            return response("404 Not Found", "Who is that?")
        k = hashlib.sha512(os.urandom(64)).hexdigest()
        keys[p[2]].add(k)
        return response("200 OK", k)
    if len(p) == 5 and p[1] == "key" and p[0] == "" and p[2] != "" and p[3] != "" and p[4] == "":
        if method != "PUT":
            return response("405 Method Not Allowed", "Only PUT!", "PUT")
        if p[2] in keys and p[3] in keys[p[2]]:
            return response("200 OK", "Good key")
        return response("403 Forbidden", "Bad key")
    return response("400 Bad Request", "Bad path")


def take_request(buf):
    """Returns (answer or None, rest of the buffer, close?)"""
    end = buf.find(b"\r\n\r\n")
    if end < 0:
        return None, buf, False
    lines = buf[:end].decode("latin-1").split("\r\n")
    words = lines[0].split(" ")
    if len(words) != 3 or words[2][:7] != "HTTP/1." or [x for x in lines[1:] if ":" not in x]:
        return response("400 Bad Request", "Bad request"), b"", True
    length = 0
    close = words[2] == "HTTP/1.0"
    for x in lines[1:]:
        n, v = x.split(":", 1)
        if n.lower() == "content-length":
            length = int(v)
        if n.lower() == "connection" and v.strip().lower() == "close":
            close = True
    if len(buf) < end + 4 + length:
        return None, buf, False
    return process(words[0], words[1]), buf[end + 4 + length:], close


server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("", int(sys.argv[1])))
server.listen(5)
buffers = {}
while True:
    ready, _, _ = select.select([server] + list(buffers), [], [])
    for s in ready:
        if s is server:
            c, a = server.accept()
            buffers[c] = b""
            continue
        try:
            data = s.recv(4096)
            buffers[s] += data
            done = data == b""
            while not done:
                answer, buffers[s], done = take_request(buffers[s])
                if answer is None:
                    break
                s.sendall(answer)
        except ValueError:
            done = True
        if done:
            del buffers[s]
            s.close()
