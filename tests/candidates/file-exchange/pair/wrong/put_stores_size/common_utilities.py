# Every field is a UTF-8 string after its length in two bytes; sizes are strings too.

class WireError(Exception):
    pass

def put_string(sock, *strings):
    out = b""
    for s in strings:
        b = s.encode("utf-8", "surrogateescape")
        out += bytes([len(b) // 256, len(b) % 256]) + b
    sock.sendall(out)

def get_bytes(stream, n):
    b = b""
    while len(b) < n:
        x = stream.read1(n - len(b))
        if x == b"":
            raise WireError("end of connection")
        b += x
    return b

def get_string(stream):
    hi, lo = get_bytes(stream, 2)
    return get_bytes(stream, hi * 256 + lo).decode("utf-8", "surrogateescape")

def send_request(sock, request, name="", size=0):
    put_string(sock, request, name, str(size))

def recv_request(stream):
    request, name, size = get_string(stream), get_string(stream), get_string(stream)
    if not size.isdigit():
        raise WireError("the size is no number")
    return request, name, int(size)

def send_ok(sock, size=0):
    put_string(sock, "yes", str(size))

def send_error(sock, text):
    put_string(sock, "no", text)

def recv_reply(stream):
    word, rest = get_string(stream), get_string(stream)
    if word == "yes":
        return int(rest)
    raise WireError(rest)
