"""Stores whatever is sent to it.

    server.py PORT DIRECTORY

The n-th connection ends up in DIRECTORY/n.file. A connection that is silent for
ten seconds is cut, and its file then holds the word ERROR.
"""
from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType
from typing import NoReturn

SILENCE = 10.0
CHUNK = 1 << 17


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"ERROR: {message}\n")


def port_number(text: str) -> int:
    port = int(text)
    if not 1024 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{port} is not between 1024 and 65535")
    return port


def store(conn: socket.socket, path: Path) -> None:
    """Copies one connection into one file."""
    with conn, path.open("wb") as file:
        conn.settimeout(SILENCE)
        try:
            while chunk := conn.recv(CHUNK):
                file.write(chunk)
        except TimeoutError:
            file.truncate(0)
            file.seek(0)
            file.write(b"ERROR")
        except OSError as error:
            print(f"{path.name}: {error}", file=sys.stderr)


class Stopped(BaseException):
    pass


def stop(_signal: int, _frame: FrameType | None) -> None:
    raise Stopped


def serve(listener: socket.socket, directory: Path) -> None:
    count = 0
    pool = ThreadPoolExecutor(max_workers=2048)
    while True:
        conn, _ = listener.accept()
        count += 1
        path = directory / f"{count}.file"
        path.touch()
        pool.submit(store, conn, path)


def main() -> None:
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("port", type=port_number)
    parser.add_argument("directory", type=Path)
    args = parser.parse_args()
    args.directory.mkdir(parents=True, exist_ok=True)
    for number in (signal.SIGTERM, signal.SIGQUIT, signal.SIGINT):
        signal.signal(number, stop)
    listener = socket.create_server(("0.0.0.0", args.port), backlog=256)
    try:
        serve(listener, args.directory)
    except Stopped:
        print("stopped", file=sys.stderr, flush=True)
        # workers may wait for their clients: do not join them
        os._exit(1)


if __name__ == "__main__":
    main()
