"""Content manager.

Triggers a remote server, which then uploads two files; each is saved in the
working directory under the name that came with it.
"""
from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path
from typing import Iterator

host: str = "127.0.0.1"
port: int = 5000
srv_port: int = 1337

UPLOADS = 2
CHUNK = 1 << 16


def contact_clients() -> None:
    """Stage 3: announce our port to the remote server."""
    with closing(socket.create_connection((host, port))) as trigger:
        trigger.sendall(b"%d" % srv_port)


def chunks(conn: socket.socket) -> Iterator[bytes]:
    """Everything the peer sends, until it closes."""
    while chunk := conn.recv(CHUNK):
        yield chunk


def save_upload(conn: socket.socket) -> None:
    """Stage 4: split one upload at the first newline and store it."""
    message = b"".join(chunks(conn))
    name, newline, contents = message.partition(b"\n")
    target = Path(name.decode())
    if newline and ".." not in target.parts:
        target.write_bytes(contents)


def serve_clients() -> None:
    """Stages 2 to 5."""
    with closing(socket.create_server(("", srv_port), reuse_port=False)) as server:
        contact_clients()
        for _ in range(UPLOADS):
            conn, _peer = server.accept()
            with closing(conn):
                save_upload(conn)
