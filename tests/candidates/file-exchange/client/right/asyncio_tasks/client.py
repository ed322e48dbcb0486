import asyncio
import os
import sys
from datetime import datetime


class ReplyError(Exception):
    pass


async def soon(awaitable):
    return await asyncio.wait_for(awaitable, 20)


async def reply(reader):
    line = await soon(reader.readline())
    if not line.endswith(b'\n'):
        raise ReplyError('incomplete reply')
    if line.startswith(b'OK '):
        return int(line[3:])
    raise ReplyError(line.decode('utf-8', 'replace').strip())


async def send_file(writer, file):
    try:
        while block := file.read(1 << 16):
            writer.write(block)
            await soon(writer.drain())
    except ConnectionError:
        # the answer may have come before
        pass


async def put(reader, writer, name, file):
    writer.write(b'PUT %d %s\n' % (os.path.getsize(name), os.fsencode(name)))
    sending = asyncio.create_task(send_file(writer, file))
    answer = asyncio.create_task(reader.readline())
    done, _ = await asyncio.wait([sending, answer], return_when=asyncio.FIRST_COMPLETED)
    if answer not in done:
        sending.result()
    line = await soon(answer)
    sending.cancel()
    if not line.startswith(b'OK '):
        raise ReplyError(line.decode('utf-8', 'replace').strip() or 'connection closed without a reply')


async def get(reader, writer, name):
    writer.write(b'GET %s\n' % os.fsencode(name))
    left = await reply(reader)
    with open(name, 'xb') as file:
        try:
            while left:
                data = await soon(reader.read(min(left, 1 << 16)))
                if not data:
                    raise ReplyError(f'{left} bytes are missing')
                file.write(data)
                left -= len(data)
        except BaseException:
            os.unlink(name)
            raise


async def list_(reader, writer):
    writer.write(b'LIST\n')
    size = await reply(reader)
    os.write(1, await soon(reader.readexactly(size)))


async def main(host, port, request, name):
    if request == 'get' and os.path.lexists(name):
        raise FileExistsError('local file exists: ' + name)
    file = open(name, 'rb') if request == 'put' else None
    print(f'Connecting to {host} {port}', flush=True)
    reader, writer = await soon(asyncio.open_connection(host, port))
    print('Connected', flush=True)
    try:
        if request == 'put':
            await put(reader, writer, name, file)
        elif request == 'get':
            await get(reader, writer, name)
        else:
            await list_(reader, writer)
    finally:
        writer.close()


def usage():
    print('usage: client.py <host> <port> <put name|get name|list>', file=sys.stderr)
    sys.exit(2)


match sys.argv[1:]:
    case [host, port, ('put' | 'get') as request, name]:
        pass
    case [host, port, 'list' as request]:
        name = ''
    case _:
        usage()
if not port.isdecimal() or not 1 <= int(port) <= 65535:
    usage()
try:
    asyncio.run(main(host, int(port), request, name))
    result = 'success'
except (OSError, EOFError, ReplyError, asyncio.TimeoutError) as error:
    result = f'failure: {type(error).__name__}: {error}'
os.write(1, os.fsencode(f'{datetime.now():%F %T} {host} {port} {request} {name} {result}\n'))
sys.exit(result != 'success')
