import ast
import asyncio
import random
import sys


async def post(port, data):
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    body = str(data).encode('utf-8')
    writer.write(b'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ' + str(len(body)).encode() + b'\r\n\r\n')
    writer.write(body)
    await writer.drain()
    reply = await reader.read(-1)
    writer.close()
    return ast.literal_eval(reply.decode('utf-8'))


async def client(index, codes_port, messages_port):
    name = str(random.getrandbits(128))
    code = await post(codes_port, {'uuid': name})
    if not code['success']:
        print(f'client {index}: {code["error"]}')
        return
    done = await post(messages_port, {'uuid': name, 'unique': code['unique'], 'text': f'text {index}'})
    if not done['success']:
        print(f'client {index}: {done["error"]}')


async def main(codes_port=8000, messages_port=8001):
    await asyncio.gather(*(client(i, codes_port, messages_port) for i in range(50)))


asyncio.run(main(*map(int, sys.argv[1:3])))
