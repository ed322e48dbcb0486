import asyncio
import os
import sys


async def upload(address, port, path):
    reader, writer = await asyncio.open_connection(address, port)
    with open(path, "rb") as f:
        writer.write(f.read())
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def trigger(reader, writer):
    peer = writer.get_extra_info("peername")[0]
    port = int(await reader.read(-1))
    writer.close()
    for path in sys.argv[2:4]:
        await upload(peer, port, path)


async def main():
    server = await asyncio.start_server(trigger, "0.0.0.0", int(sys.argv[1]))
    await server.serve_forever()


asyncio.run(main())
