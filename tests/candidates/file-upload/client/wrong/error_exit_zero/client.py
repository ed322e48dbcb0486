import asyncio
import sys


class Failure(Exception):
    pass


async def within(seconds, what, awaitable):
    try:
        return await asyncio.wait_for(awaitable, seconds)
    except asyncio.TimeoutError:
        raise Failure(what + ' took too long')


async def main(host, port, path):
    with open(path, 'rb') as file:
        reader, writer = await within(10, 'connecting', asyncio.open_connection(host, port))
        while block := file.read(16384):
            writer.write(block)
            await within(10, 'sending', writer.drain())
        writer.transport.set_write_buffer_limits(high=0)
        await within(10, 'sending', writer.drain())
        writer.write_eof()
        try:
            await asyncio.wait_for(reader.read(), 10)
        except (asyncio.TimeoutError, ConnectionError):
            pass
        writer.close()


def port_number(text):
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise Failure(f'{text} is no port')
    return int(text)


try:
    if len(sys.argv) != 4:
        raise Failure('usage: client.py HOST PORT FILE')
    asyncio.run(main(sys.argv[1], port_number(sys.argv[2]), sys.argv[3]))
except (Failure, OSError) as error:
    print('ERROR:', error, file=sys.stderr)
