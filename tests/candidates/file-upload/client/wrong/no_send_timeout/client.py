"""Uploads a file: client.py HOST PORT FILE."""
from __future__ import annotations

import argparse
import contextlib
import socket
import sys
from pathlib import Path
from typing import BinaryIO, NoReturn

PATIENCE = 10.0
CHUNK = 1 << 16


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"ERROR: {message}\n")


def port_number(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{port} is out of range")
    return port


def send(conn: socket.socket, source: BinaryIO) -> int:
    """Sends the whole file; each send() may take PATIENCE seconds."""
    total = 0
    buffer = bytearray(CHUNK)
    while size := source.readinto(buffer):
        rest = memoryview(buffer)[:size]
        while rest:
            rest = rest[conn.send(rest):]
        total += size
    return total


def main() -> int:
    parser = Parser(description=__doc__)
    parser.add_argument("host")
    parser.add_argument("port", type=port_number)
    parser.add_argument("file", type=Path)
    args = parser.parse_args()
    try:
        with args.file.open("rb", buffering=0) as source, \
                socket.create_connection((args.host, args.port), timeout=PATIENCE) as conn:
            conn.settimeout(None)
            total = send(conn, source)
            conn.shutdown(socket.SHUT_WR)
            with contextlib.suppress(OSError):
                while conn.recv(CHUNK):
                    pass
    except OSError as error:
        print(f"ERROR: {error}", file=sys.stderr)
        return 1
    print(f"sent {total} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
