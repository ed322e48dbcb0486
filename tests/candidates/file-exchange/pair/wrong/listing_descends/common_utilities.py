# The wire is text: a few lines, then the data.
#   put / <name> / <size>      get / <name>      list
#   ok <size>                  error <text>

class WireError(Exception):
    pass

def _line(stream):
    line = stream.readline(5000)
    if not line.endswith(b"\n"):
        raise WireError("connection closed")
    return line[:-1].decode("utf-8", "surrogateescape")

def send_request(sock, request, name="", size=0):
    text = request + "\n"
    if request != "list":
        text += name + "\n"
    if request == "put":
        text += str(size) + "\n"
    sock.sendall(text.encode("utf-8", "surrogateescape"))

def recv_request(stream):
    request = _line(stream)
    name = _line(stream) if request in ("put", "get") else ""
    size = _line(stream) if request == "put" else "0"
    if not size.isdigit():
        raise WireError("bad size " + size)
    return request, name, int(size)

def send_ok(sock, size=0):
    sock.sendall(b"ok %d\n" % size)

def send_error(sock, text):
    sock.sendall(b"error " + text.replace("\n", " ").encode() + b"\n")

def recv_reply(stream):
    word, _, rest = _line(stream).partition(" ")
    if word == "ok":
        return int(rest)
    raise WireError(rest)
