# The wire is text: a few lines, then the data.
#   put <name> <size>      get <name>      list
#   ok <size>                  error <text>

class WireError(Exception):
    pass

def _line(stream):
    line = stream.readline(5000)
    if not line.endswith(b"\n"):
        raise WireError("connection closed")
    return line[:-1].decode("utf-8", "surrogateescape")

def send_request(sock, request, name="", size=0):
    text = request
    if request != "list":
        text += " " + name
    if request == "put":
        text += " " + str(size)
    text += "\n"
    sock.sendall(text.encode("utf-8", "surrogateescape"))

def recv_request(stream):
    words = _line(stream).split() + ["", "0"]
    request, name, size = words[0], words[1], words[2]
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
