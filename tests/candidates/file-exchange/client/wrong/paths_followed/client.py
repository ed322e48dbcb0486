"""A client for the file server.

    client.py HOST PORT put NAME
    client.py HOST PORT get NAME
    client.py HOST PORT list
"""
from __future__ import annotations

import argparse
import contextlib
import datetime
import os
import select
import socket
import sys
from pathlib import Path
from typing import BinaryIO, Iterator

SILENCE = 20.0
CHUNK = 1 << 15


class RequestFailed(Exception):
    """What the server said, or why it could not be asked."""


class Connection:
    def __init__(self, host: str, port: int) -> None:
        print(f"Connecting to {host}:{port} ...", flush=True)
        self.socket = socket.create_connection((host, port), timeout=SILENCE)
        print("Connected.", flush=True)
        self.stream: BinaryIO = self.socket.makefile("rb")

    def close(self) -> None:
        self.stream.close()
        self.socket.close()

    def request(self, line: bytes) -> None:
        self.socket.sendall(line + b"\n")

    def send(self, source: BinaryIO) -> None:
        """Sends a file, or as much of it as the server wants."""
        with contextlib.suppress(ConnectionError):
            while not self.answered() and (chunk := source.read(CHUNK)):
                self.socket.sendall(chunk)

    def answered(self) -> bool:
        return bool(select.select([self.socket], [], [], 0)[0])

    def reply(self) -> Iterator[bytes]:
        """Raises for an ERROR reply, else gives the pieces of the body."""
        line = self.stream.readline(2048)
        word, _, rest = line.decode("utf-8", "replace").rstrip("\n").partition(" ")
        if word == "ERROR":
            raise RequestFailed(rest)
        if word != "OK" or not line.endswith(b"\n") or not rest.isdecimal():
            raise RequestFailed(f"not a reply: {line!r}")
        return self.body(int(rest))

    def body(self, size: int) -> Iterator[bytes]:
        while size:
            chunk = self.stream.read1(min(size, CHUNK))
            if not chunk:
                raise RequestFailed(f"connection lost, {size} bytes are missing")
            size -= len(chunk)
            yield chunk


def put(args: argparse.Namespace) -> None:
    path = Path(args.name)
    with path.open("rb") as source, contextlib.closing(Connection(args.host, args.port)) as server:
        server.request(b"PUT %d %s" % (path.stat().st_size, os.fsencode(args.name)))
        server.send(source)
        server.reply()


def get(args: argparse.Namespace) -> None:
    path = Path(args.name)
    if os.path.lexists(path):
        raise RequestFailed(f"{args.name} exists")
    with contextlib.closing(Connection(args.host, args.port)) as server:
        server.request(b"GET " + os.fsencode(args.name))
        pieces = server.reply()
        with path.open("xb") as target:
            try:
                target.writelines(pieces)
            except BaseException:
                path.unlink()
                raise


def list_names(args: argparse.Namespace) -> None:
    with contextlib.closing(Connection(args.host, args.port)) as server:
        server.request(b"LIST")
        names = b"".join(server.reply())
    sys.stdout.buffer.write(names)
    sys.stdout.flush()


def port_number(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError("a port is between 1 and 65535")
    return port


def main() -> int:
    parser = argparse.ArgumentParser(description="put, get or list files")
    parser.add_argument("host")
    parser.add_argument("port", type=port_number)
    requests = parser.add_subparsers(dest="request", required=True)
    for word, action in ("put", put), ("get", get), ("list", list_names):
        sub = requests.add_parser(word)
        sub.set_defaults(action=action, name="")
        if word != "list":
            sub.add_argument("name")
    args = parser.parse_args()
    outcome = "success"
    try:
        args.action(args)
    except (RequestFailed, OSError) as error:
        outcome = f"failure: {type(error).__name__}: {error}"
    now = datetime.datetime.now().isoformat(timespec="seconds")
    report = f"{args.host}:{args.port} {now} {args.request} {args.name} {outcome}\n"
    sys.stdout.buffer.write(os.fsencode(report))
    return 0 if outcome == "success" else 1


if __name__ == "__main__":
    sys.exit(main())
