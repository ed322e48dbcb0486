"""A key server.

    server.py PORT USER...

KEY /user/<id>/ issues a random key; PUT /key/<id>/<key>/ verifies it.
"""
from __future__ import annotations

import secrets
import sys
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote


class Refused(Exception):
    """A request that ends in an error status."""

    def __init__(self, status: HTTPStatus, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status, self.headers = status, headers


@dataclass
class KeyStore:
    users: list[str]
    issued: set[tuple[str, str]] = field(default_factory=set)

    def issue(self, user: str) -> str:
        if user not in self.users:
            raise Refused(HTTPStatus.NOT_FOUND, f"no user {user!r}")
        key = secrets.token_hex(64)
        self.issued.add((user, key))
        return key

    def verify(self, user: str, key: str) -> str:
        if (user, key) not in self.issued:
            raise Refused(HTTPStatus.FORBIDDEN, "this key was not issued to this user")
        return "the key is valid"


class Handler(BaseHTTPRequestHandler):
    protocol_version = default_request_version = "HTTP/1.1"
    error_message_format = "%(code)d %(message)s\n"
    error_content_type = "text/plain"
    store: KeyStore

    def answer(self) -> str:
        if self.headers.defects:
            raise Refused(HTTPStatus.BAD_REQUEST, "malformed header")
        match [unquote(part) for part in self.path.split("/")]:
            case ["", "user", user, ""] if user:
                self.require("KEY")
                return self.store.issue(user)
            case ["", "key", user, key, ""] if user and key:
                self.require("PUT")
                return self.store.verify(user, key)
        raise Refused(HTTPStatus.BAD_REQUEST, "malformed target")

    def require(self, method: str) -> None:
        if self.command != method:
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, f"only {method} is allowed", Allow=method)

    def dispatch(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers: dict[str, str] = {}
        try:
            status, text = HTTPStatus.OK, self.answer()
        except Refused as refused:
            status, text, headers = refused.status, str(refused), refused.headers
        body = text.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "text/plain", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def __getattr__(self, name: str):
        if name.startswith("do_"):
            return self.dispatch
        raise AttributeError(name)


class Server(ThreadingHTTPServer):
    request_queue_size = 256


if __name__ == "__main__":
    Handler.store = KeyStore(sys.argv[2:])
    Server(("", int(sys.argv[1])), Handler).serve_forever()
