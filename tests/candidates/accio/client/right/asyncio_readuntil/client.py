import asyncio
import sys


async def main(host, port, path):
    with open(path, "rb") as file:
        reader, writer = await asyncio.wait_for(asyncio.open_connection(host, port), 10)
        command = await asyncio.wait_for(reader.readuntil(b"\r\n"), 10)
        if command != b"accio\r\n":
            raise ValueError(f"unknown command {command!r}")
        while block := file.read(1 << 16):
            writer.write(block)
            await asyncio.wait_for(writer.drain(), 10)
    writer.close()
    await writer.wait_closed()


try:
    host, port, path = sys.argv[1:]
    if not 0 < int(port) < 65536:
        raise ValueError("the port is out of range")
    asyncio.run(main(host, int(port), path))
except asyncio.TimeoutError:
    sys.exit("ERROR: timeout")
except (OSError, ValueError, asyncio.IncompleteReadError) as error:
    sys.exit(f"ERROR: {error}")
