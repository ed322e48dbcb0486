"""A header is always 64 bytes of text, padded with blanks: WORD NAMELENGTH SIZE."""

HEADER = 64


class WireError(Exception):
    pass


def exact(stream, size):
    data = stream.read(size)
    if len(data) != size:
        raise WireError("expected %d bytes, got %d" % (size, len(data)))
    return data


def header(word, length, size):
    return ("%s %d %d" % (word, length, size)).ljust(HEADER).encode()


def parse(stream):
    fields = exact(stream, HEADER).split()
    try:
        return fields[0].decode(), int(fields[1]), int(fields[2])
    except (IndexError, ValueError):
        raise WireError("bad header")


def send_request(sock, request, name="", size=0):
    raw = name.encode("utf-8", "surrogateescape")
    sock.sendall(header(request.upper(), len(raw), size) + raw)


def recv_request(stream):
    word, length, size = parse(stream)
    if length > 4096:
        raise WireError("name too long")
    return word.lower(), exact(stream, length).decode("utf-8", "surrogateescape"), size


def send_ok(sock, size=0):
    sock.sendall(header("OK", 0, size))


def send_error(sock, text):
    raw = text.encode()
    sock.sendall(header("ERROR", len(raw), 0) + raw)


def recv_reply(stream):
    word, length, size = parse(stream)
    if word != "OK":
        raise WireError(exact(stream, length).decode())
    return size
