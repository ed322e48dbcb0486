"""The wire: binary headers in network order.

request: code (1 byte), length of the name (2), size (8); the name; the data
reply:   0 or 1 (1 byte), size (8); the data, or the text of the error
"""
import os
import struct

REQUEST = struct.Struct("!BHQ")
REPLY = struct.Struct("!BQ")
CODES = {"put": 1, "get": 2, "list": 3}


class WireError(Exception):
    pass


def read_exactly(stream, size):
    data = b""
    while len(data) < size:
        piece = stream.read(size - len(data))
        if not piece:
            raise WireError("the connection ended too early")
        data += piece
    return data


def send_request(sock, request, name="", size=0):
    raw = os.fsencode(name)
    sock.sendall(REQUEST.pack(CODES[request], len(raw), size) + raw)


def recv_request(stream):
    code, length, size = REQUEST.unpack(read_exactly(stream, REQUEST.size))
    name = os.fsdecode(read_exactly(stream, length))
    for request, number in CODES.items():
        if number == code:
            return request, name, size
    raise WireError("unknown request %d" % code)


def send_ok(sock, size=0):
    sock.sendall(REPLY.pack(0, size))


def send_error(sock, text):
    raw = text.encode()
    sock.sendall(REPLY.pack(1, len(raw)) + raw)


def recv_reply(stream):
    """The size of the data that follows; WireError with the server's text if it refused."""
    failed, size = REPLY.unpack(read_exactly(stream, REPLY.size))
    if failed:
        raise WireError(read_exactly(stream, min(size, 10000)).decode())
    return size
