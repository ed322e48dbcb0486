"""A server for unique codes.

POST {'uuid': ...} to the codes port returns a code, POST {'uuid', 'unique', 'text'}
to the messages port logs the text. Bodies are Python literals; replies are bare.
"""
from __future__ import annotations

import argparse
import ast
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Callable


class Refused(Exception):
    pass


class Registry:
    """The codes given out, and the log of accepted texts."""

    def __init__(self, log: Path) -> None:
        self._codes: dict[str, str] = {}
        self._lock = threading.Lock()
        self._log = log

    def code(self, request: dict) -> dict:
        uuid = self._string(request, "uuid")
        with self._lock:
            return {"unique": self._codes.setdefault(uuid, secrets.token_urlsafe(16))}

    def message(self, request: dict) -> dict:
        uuid, unique = self._string(request, "uuid"), self._string(request, "unique")
        if not isinstance(request.get("text"), str):
            raise Refused("no text")
        with self._lock:
            if uuid not in self._codes:
                raise Refused("this uuid has no code")
            if not secrets.compare_digest(self._codes[uuid].encode(), unique.encode()):
                raise Refused("this is not the code of this uuid")
            with self._log.open("a", encoding="utf-8", newline="") as log:
                log.write(request["text"] + "\n")
        return {}

    @staticmethod
    def _string(request: dict, key: str) -> str:
        value = request.get(key)
        if not isinstance(value, str) or not value:
            raise Refused(f"{key} is missing or empty")
        return value


def handler(action: Callable[[dict], dict]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            try:
                request = ast.literal_eval(body.decode("utf-8"))
                if not isinstance(request, dict):
                    raise Refused("the body is no dictionary")
                reply = {"success": True, **action(request)}
            except (Refused, ValueError, SyntaxError, MemoryError, RecursionError) as error:
                reply = {"success": False, "error": str(error) or "refused"}
            self.wfile.write(str(reply).encode("utf-8"))

        def log_message(self, *_: object) -> None:
            pass

    return Handler


class Server(ThreadingHTTPServer):
    daemon_threads = True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("codes_port", type=int, nargs="?", default=8000)
    parser.add_argument("messages_port", type=int, nargs="?", default=8001)
    args = parser.parse_args()
    registry = Registry(Path("logs.txt"))
    codes = Server(("", args.codes_port), handler(registry.code))
    messages = Server(("", args.messages_port), handler(registry.message))
    threading.Thread(target=codes.serve_forever, daemon=True).start()
    messages.serve_forever()


if __name__ == "__main__":
    main()
