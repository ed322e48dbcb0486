import asyncio
import pathlib
import signal
import sys


class Server:
    def __init__(self, directory):
        self.directory = directory
        self.count = 0

    async def connected(self, reader, writer):
        self.count += 1
        path = self.directory / f"{self.count}.file"
        try:
            writer.write(b"accio\r\n")
            with path.open("wb") as file:
                while data := await asyncio.wait_for(reader.read(1 << 16), 10):
                    file.write(data)
        except asyncio.TimeoutError:
            path.write_bytes(b"ERROR")
            writer.transport.abort()
        except ConnectionError as error:
            print(path.name, error)
        finally:
            writer.close()


async def main(port, directory):
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    server = await asyncio.start_server(Server(directory).connected, "0.0.0.0", port, backlog=128)
    await stopped.wait()
    server.close()


try:
    port, directory = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    if not 1024 < port <= 65535:
        raise ValueError(f"port {port} is out of range")
    directory.mkdir(exist_ok=True)
except (ValueError, IndexError, OSError) as error:
    sys.exit(f"ERROR: {error}")
asyncio.run(main(port, directory))
