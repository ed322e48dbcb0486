"""A server for files in the working directory.

    server.py PORT

One request a connection: PUT, GET or LIST, as the wire format says.
"""
from __future__ import annotations

import contextlib
import datetime
import os
import socket
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

SILENCE = 20.0
CHUNK = 1 << 16
MAX_SIZE = (1 << 63) - 1


class Refused(Exception):
    """An ERROR reply: a type of the wire format and a message."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.reply = f"ERROR {kind} {message}\n".encode()


def plain_name(raw: bytes) -> Path:
    if not 1 <= len(raw) <= 255 or b"/" in raw or b"\0" in raw or raw in (b".", b".."):
        raise Refused("bad-name", "a name of 1 to 255 bytes without a slash, please")
    return Path(os.fsdecode(raw))


@dataclass
class Session:
    conn: socket.socket
    peer: tuple[str, int]
    stream: BinaryIO = field(init=False)
    line: bytes = b""

    def run(self) -> None:
        self.conn.settimeout(SILENCE)
        self.stream = self.conn.makefile("rb")
        outcome = "success"
        with self.conn, self.stream:
            try:
                self.execute()
            except Refused as refused:
                outcome = f"failure: {refused}"
                with contextlib.suppress(OSError):
                    self.refuse(refused.reply)
            except OSError as error:
                outcome = f"failure: {type(error).__name__}: {error}"
        self.report(outcome)

    def execute(self) -> None:
        raw = self.stream.readline()
        self.line = raw.rstrip(b"\n")
        if not raw.endswith(b"\n"):
            raise Refused("bad-request", "the request is not a line")
        match self.line.split(b" ", 1):
            case [b"LIST"]:
                self.list()
            case [b"GET", name]:
                self.get(plain_name(name))
            case [b"PUT", rest]:
                size, _, name = rest.partition(b" ")
                self.put(self.size(size), plain_name(name))
            case _:
                raise Refused("bad-request", "PUT, GET or LIST, please")

    @staticmethod
    def size(text: bytes) -> int:
        if not text.isdigit():
            raise Refused("bad-request", "the size is not a number")
        if int(text) > MAX_SIZE:
            raise Refused("too-large", "the size does not fit")
        return int(text)

    def put(self, size: int, path: Path) -> None:
        try:
            file = path.open("xb")
        except FileExistsError:
            raise Refused("exists", "the file exists") from None
        except OSError as error:
            raise Refused("io", str(error.strerror)) from None
        try:
            with file:
                while size and (chunk := self.stream.read1(min(size, CHUNK))):
                    file.write(chunk)
                    size -= len(chunk)
                if size:
                    raise ConnectionError(f"{size} bytes are missing")
        except OSError:
            path.unlink()
            raise
        self.conn.sendall(b"OK 0\n")

    def get(self, path: Path) -> None:
        if not path.is_file():
            raise Refused("not-found", "no such file")
        with path.open("rb") as file:
            self.conn.sendall(b"OK %d\n" % path.stat().st_size)
            self.conn.sendfile(file)

    def list(self) -> None:
        body = b"".join(name + b"\n" for name in sorted(os.listdir(b".")))
        self.conn.sendall(b"OK %d\n" % len(body) + body)

    def refuse(self, reply: bytes) -> None:
        """Reads on after the reply, lest it be lost to a reset."""
        self.conn.sendall(reply)
        self.conn.shutdown(socket.SHUT_WR)
        self.conn.settimeout(3.0)
        for _ in range(1 << 16):
            if not self.conn.recv(CHUNK):
                break

    def report(self, outcome: str) -> None:
        now = datetime.datetime.now().isoformat(timespec="seconds")
        text = f"{self.peer[0]}:{self.peer[1]} {now} {os.fsdecode(self.line)} {outcome}\n"
        os.write(sys.stdout.fileno(), os.fsencode(text))


def main() -> int:
    try:
        (port,) = (int(argument) for argument in sys.argv[1:])
        if not 1 <= port <= 65535:
            raise ValueError(f"port {port} is out of range")
        server = socket.create_server(("0.0.0.0", port), backlog=64)
    except ValueError as error:
        print(f"usage: server.py PORT ({error})", file=sys.stderr)
        return 2
    print(f"0.0.0.0 {port} server up and running", flush=True)
    while True:
        session = Session(*server.accept())
        threading.Thread(target=session.run, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
