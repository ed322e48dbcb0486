import asyncio
import itertools
import os
import signal
import sys


class Upload(asyncio.Protocol):
    numbers = itertools.count(1)

    def connection_made(self, transport):
        self.transport = transport
        self.file = open(os.path.join(directory, "%d.file" % next(self.numbers)), "wb")
        self.data = bytearray()
        self.restart()

    def restart(self):
        self.timer = asyncio.get_running_loop().call_later(10, self.silent)

    def data_received(self, data):
        self.timer.cancel()
        self.data += data
        self.restart()

    def silent(self):
        self.data.clear()
        self.file.seek(0)
        self.file.truncate()
        self.file.write(b"ERROR")
        self.file.flush()
        self.transport.abort()

    def connection_lost(self, error):
        self.timer.cancel()
        self.file.write(self.data)
        self.file.close()


async def main(port):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Upload, "0.0.0.0", port, backlog=500)
    end = loop.create_future()
    for name in ("SIGINT", "SIGTERM", "SIGQUIT"):
        loop.add_signal_handler(getattr(signal, name), end.cancel)
    try:
        await end
    except asyncio.CancelledError:
        server.close()


if len(sys.argv) != 3 or not sys.argv[1].isdigit() or not 1024 <= int(sys.argv[1]) < 65536:
    print("ERROR: usage: server.py <port 1024-65535> <directory>", file=sys.stderr)
    sys.exit(64)
directory = sys.argv[2]
os.makedirs(directory, exist_ok=True)
asyncio.run(main(int(sys.argv[1])))
