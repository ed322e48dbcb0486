"""Client of the key server.

do_key() fetches a key for user_id, do_put() hands it back for verification.
"""
from __future__ import annotations

import contextlib
import http.client
import time
from dataclasses import dataclass
from urllib.parse import quote

host: str = "127.0.0.1"
port: int = 5000
user_id: int | str = 1

TIMEOUT = 10.0


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


def exchange(method: str, *segments: str) -> Reply:
    """One request on a connection of its own."""
    target = "/" + "/".join(quote(s, safe="") for s in segments) + "/"
    connection = http.client.HTTPConnection(host, int(port), timeout=TIMEOUT)
    with contextlib.closing(connection):
        connection.request(method, target)
        response = connection.getresponse()
        return Reply(response.status, response.read())


def do_key() -> bytes | None:
    """The key, or None if the server reports an error."""
    try:
        while True:
            with contextlib.suppress(ConnectionRefusedError):
                reply = exchange("KEY", "user", str(user_id))
                break
            time.sleep(0.2)
    except (OSError, http.client.HTTPException):
        return None
    return reply.body if reply.ok else None


def do_put(key_val: bytes | str) -> str:
    """The server's answer to the key, whether it likes it or not."""
    text = key_val.decode("ascii") if isinstance(key_val, bytes) else key_val
    return exchange("PUT", "key", str(user_id), text).body.decode("utf-8")
