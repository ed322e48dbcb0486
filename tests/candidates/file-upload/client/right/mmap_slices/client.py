import contextlib
import mmap
import os
import select
import socket
import sys


def main(host, port, path):
    if not 1 <= int(port) <= 65535:
        raise ValueError("a port is a number from 1 to 65535")
    with contextlib.ExitStack() as stack:
        file = stack.enter_context(open(path, "rb"))
        size = os.fstat(file.fileno()).st_size
        sock = stack.enter_context(socket.create_connection((host, int(port)), timeout=9))
        if size:
            data = stack.enter_context(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            view = stack.enter_context(memoryview(data))
            sock.setblocking(False)
            sent = 0
            while sent < size:
                if not select.select([], [sock], [], 10)[1]:
                    raise TimeoutError("the server has stopped reading")
                with view[sent:sent + 65536] as part:
                    sent += sock.send(part)
        sock.shutdown(socket.SHUT_WR)


try:
    main(*sys.argv[1:])
except (OSError, ValueError, TypeError) as error:
    print(f"ERROR: {error}", file=sys.stderr)
    sys.exit(1)
