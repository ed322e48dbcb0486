import socket, sys

try:
    host, port, path = sys.argv[1:]
    port = int(port)
    if not 0 < port < 65536:
        raise ValueError("port out of range")
    with open(path, "rb") as source, socket.create_connection((host, port), 10) as s:
        if s.makefile("rb", 0).readline(64) != b"accio\r\n":
            raise ValueError("the server does not ask for a file")
        s.sendfile(source)
        s.shutdown(socket.SHUT_WR)
        try:
            while s.recv(1000):
                pass
        except OSError:
            pass
except (OSError, ValueError) as e:
    print("ERROR:", e or type(e).__name__, file=sys.stderr)
    sys.exit(2)
