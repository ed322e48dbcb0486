import pickle
import socket
import struct
import zlib


def send(sock, **message):
    data = zlib.compress(pickle.dumps(message), 1)
    sock.sendall(struct.pack("!Q", len(data)))
    sock.sendall(data)


def exactly(sock, count):
    buffer = bytearray(count)
    view = memoryview(buffer)
    got = 0
    while got < count:
        n = sock.recv_into(view[got:])
        if n == 0:
            raise ConnectionError("connection closed in the middle of a message")
        got += n
    return buffer


def receive(sock):
    (size,) = struct.unpack("!Q", exactly(sock, 8))
    if size > 1 << 30:
        raise ValueError("message too large")
    return pickle.loads(zlib.decompress(exactly(sock, size)))
