import asyncio
import os
import re
import sys

issued = {}


class KeyServer(asyncio.Protocol):
    """Requests have no body, so each ends with its empty line."""

    def connection_made(self, transport):
        self.transport = transport
        self.buffer = b""

    def data_received(self, data):
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r")) >= 0:
            request, self.buffer = self.buffer[:end], self.buffer[end + 4:]
            self.reply(*self.answer(request.split(b"\r\n")[0].decode("latin-1")))

    def reply(self, status, text, allow=None):
        lines = ["HTTP/1.1 " + status, "Content-Type: text/plain", "Content-Length: %d" % len(text)]
        if allow:
            lines.append("Allow: " + allow)
        # in three pieces, each at once
        self.transport.write("\r\n".join(lines).encode())
        self.transport.write(b"\r\n\r\n")
        self.transport.write(text.encode())

    def answer(self, line):
        request = re.fullmatch(r"([A-Za-z]+) (\S+) HTTP/1\.[01]", line)
        if not request:
            return "400 Bad Request", "cannot read this\n"
        method, target = request.groups()
        if found := re.fullmatch(r"/user/([^/]+)/", target):
            if method != "KEY":
                return "405 Method Not Allowed", "KEY, please\n", "KEY"
            if found[1] not in sys.argv[2:]:
                return "404 Not Found", "who is %s?\n" % found[1]
            key = os.urandom(64).hex().upper()
            issued.setdefault(found[1], set()).add(key)
            return "200 OK", key
        if found := re.fullmatch(r"/key/([^/]+)/([^/]+)/", target):
            if method != "PUT":
                return "405 Method Not Allowed", "PUT, please\n", "PUT"
            if found[2] in issued.get(found[1], ()):
                return "200 OK", "Congratulations!\n"
            return "403 Forbidden", "This key is not yours.\n"
        return "400 Bad Request", "neither a user nor a key\n"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(KeyServer, None, int(sys.argv[1]), backlog=100)
    await server.serve_forever()


asyncio.run(main())
