"""Asks for a unique code for each of fifty clients and logs a text with it."""
from __future__ import annotations

import argparse
import ast
import http.client
import sys
import time
import uuid
from dataclasses import dataclass, field

CLIENTS = 50


class Refused(Exception):
    """The server said success: False."""


def post(port: int, request: dict[str, str]) -> dict:
    connection = http.client.HTTPConnection("localhost", port, timeout=30)
    try:
        while True:
            try:
                connection.connect()
                break
            except ConnectionRefusedError:
                time.sleep(0.2)
        connection.request("POST", "/", body=str(request).encode("utf-8"))
        with connection.getresponse() as response:
            text = response.read().decode("utf-8")
    except http.client.BadStatusLine as bare:
        # the server answers without a status line
        text = bare.line
    finally:
        connection.close()
    reply = ast.literal_eval(text)
    if reply.get("success") is not True:
        raise Refused(reply.get("error", "no reason given"))
    return reply


@dataclass
class Client:
    codes_port: int
    messages_port: int
    uuid: str = field(default_factory=lambda: str(uuid.uuid4()))

    def run(self, text: str) -> None:
        unique = post(self.codes_port, {"uuid": self.uuid})["unique"]
        post(self.messages_port, {"uuid": self.uuid, "unique": unique, "text": text})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("codes_port", nargs="?", type=int, default=8000)
    parser.add_argument("messages_port", nargs="?", type=int, default=8001)
    args = parser.parse_args()
    for index in range(CLIENTS):
        try:
            Client(args.codes_port, args.messages_port).run(f"Text insertion for index {index}")
        except Refused as refused:
            print(f"client {index}: {refused}", file=sys.stderr)
        except OSError as error:
            print(f"cannot reach the server: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
