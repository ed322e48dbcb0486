import asyncio
import os
import sys

SILENCE = 20


class Error(Exception):
    """(type, message) of an ERROR reply"""


def name_of(text):
    if text in ('', '.', '..') or '/' in text or '\0' in text or len(os.fsencode(text)) > 255:
        raise Error('bad-name', 'not a plain file name')
    return text


async def patient(awaitable):
    return await asyncio.wait_for(awaitable, SILENCE)


async def put(reader, writer, rest):
    size, _, name = rest.partition(' ')
    if not size.isdecimal() or not size.isascii():
        raise Error('bad-request', 'no size')
    size = int(size)
    if size > 2**63 - 1:
        raise Error('too-large', 'size too large')
    try:
        file = open(name_of(name), 'xb')
    except FileExistsError:
        raise Error('exists', 'file exists already') from None
    try:
        with file:
            while size:
                data = await patient(reader.read(min(size, 1 << 16)))
                if not data:
                    raise ConnectionError('connection closed early')
                file.write(data)
                size -= len(data)
    except BaseException:
        os.unlink(name)
        raise
    writer.write(b'OK 0\n')


async def get(reader, writer, name):
    if not os.path.isfile(name_of(name)):
        raise Error('not-found', 'no such file')
    with open(name, 'rb') as file:
        writer.write(b'OK %d\n' % os.fstat(file.fileno()).st_size)
        while data := file.read(1 << 16):
            writer.write(data)
            await patient(writer.drain())


async def list_(reader, writer, rest):
    if rest:
        raise Error('bad-request', 'LIST takes no name')
    body = b''.join(name + b'\n' for name in sorted(os.listdir(b'.')))
    writer.write(b'OK %d\n' % len(body) + body)


ACTIONS = {'PUT': put, 'GET': get, 'LIST': list_}


async def serve(reader, writer):
    host, port = writer.get_extra_info('peername')
    line, outcome = '', 'success'
    try:
        raw = await patient(reader.readline())
        line = os.fsdecode(raw.rstrip(b'\n'))
        if not raw.endswith(b'\n'):
            raise Error('bad-request', 'incomplete line')
        verb, _, rest = line.partition(' ')
        if verb not in ACTIONS:
            raise Error('bad-request', 'unknown request')
        await ACTIONS[verb](reader, writer, rest)
        await patient(writer.drain())
    except (Error, ValueError) as error:
        kind, message = error.args if isinstance(error, Error) else ('bad-request', 'line too long')
        outcome = f'failure: {kind}: {message}'
        try:
            writer.write(f'ERROR {kind} {message}\n'.encode())
            writer.write_eof()
            async with asyncio.timeout(8):
                while await reader.read(1 << 16):
                    pass
        except (OSError, asyncio.TimeoutError):
            pass
    except (OSError, asyncio.TimeoutError) as error:
        outcome = f'failure: {type(error).__name__}: {error}'
    finally:
        writer.close()


async def main(port):
    server = await asyncio.start_server(serve, '0.0.0.0', port)
    print('0.0.0.0', port, 'server up and running', flush=True)
    await server.serve_forever()


if len(sys.argv) != 2 or not sys.argv[1].isdecimal() or not 1 <= int(sys.argv[1]) <= 65535:
    print('Usage: server.py <port>', file=sys.stderr)
    sys.exit(2)
asyncio.run(main(int(sys.argv[1])))
