import socket, sys

def main():
    if len(sys.argv) != 4:
        print("ERROR: client.py HOST PORT FILE", file=sys.stderr); return 1
    try:
        port = int(sys.argv[2])
        assert 0 < port <= 65535, "bad port"
        f = open(sys.argv[3], "rb")
    except (ValueError, AssertionError, OSError) as e:
        print("ERROR:", e, file=sys.stderr); return 1
    try:
        s = socket.socket()
        s.settimeout(10)
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        s.connect((sys.argv[1], port))
        b = f.read(1000)
        while b:
            b = b[s.send(b):] or f.read(1000)
        s.shutdown(socket.SHUT_WR)
        # wait for the server's close, so that it has everything when we end
        try:
            while s.recv(4096):
                pass
        except OSError:
            pass
        s.close()
    except OSError as e:
        print("ERROR:", e, file=sys.stderr); return 1
    finally:
        f.close()
    return 0

exit(main())
