"""Messages are JSON objects, each after its length in four bytes."""
import json


class WireError(Exception):
    pass


def _send(sock, **message):
    text = json.dumps(message).encode("ascii")
    sock.sendall(len(text).to_bytes(4, "big") + text)


def _exact(stream, count):
    data = stream.read(count)
    if len(data) < count:
        raise WireError("connection closed within a message")
    return data


def _receive(stream):
    length = int.from_bytes(_exact(stream, 4), "big")
    if length > 100000:
        raise WireError("message too long")
    return json.loads(_exact(stream, length))


def send_request(sock, request, name="", size=0):
    _send(sock, request=request, name=name, size=size)


def recv_request(stream):
    try:
        message = _receive(stream)
        return message["request"], message["name"], int(message["size"])
    except (ValueError, KeyError, TypeError) as error:
        raise WireError("bad request: " + str(error))


def send_ok(sock, size=0):
    _send(sock, ok=True, size=size)


def send_error(sock, text):
    _send(sock, ok=False, error=text)


def recv_reply(stream):
    try:
        message = _receive(stream)
    except ValueError as error:
        raise WireError("bad reply: " + str(error))
    if not message["ok"]:
        raise WireError(message["error"])
    return message["size"]
