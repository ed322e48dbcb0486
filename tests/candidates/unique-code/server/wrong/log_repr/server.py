import ast
import asyncio
import sys
import uuid

known = {}


def failure(why):
    return {'success': False, 'error': why}


def new_code(data):
    name = data.get('uuid')
    if not name:
        return failure('no uuid')
    return {'success': True, 'unique': known.setdefault(name, str(uuid.uuid4()))}


def store(data):
    try:
        name, code, text = data['uuid'], data['unique'], data['text']
    except KeyError as e:
        return failure(f'parameter {e} missing')
    if name not in known:
        return failure('uuid not registered')
    if known[name] != code:
        return failure('code does not match')
    with open('logs.txt', 'a', encoding='utf-8') as f:
        print(repr(text), file=f)
    return {'success': True}


def handler(action):
    async def handle(reader, writer):
        try:
            head = await reader.readuntil(b'\r\n\r\n')
            length = 0
            for line in head.decode('latin-1').split('\r\n'):
                if line.lower().startswith('content-length:'):
                    length = int(line.split(':')[1])
            body = await reader.readexactly(length)
            try:
                reply = action(ast.literal_eval(body.decode('utf-8')))
            except (ValueError, SyntaxError, AttributeError, TypeError):
                reply = failure('not a dictionary')
            writer.write(repr(reply).encode('utf-8'))
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
    return handle


async def main(codes_port=8000, messages_port=8001):
    first = await asyncio.start_server(handler(new_code), '0.0.0.0', codes_port)
    second = await asyncio.start_server(handler(store), '0.0.0.0', messages_port)
    print('listening on', codes_port, 'and', messages_port)
    await asyncio.gather(first.serve_forever(), second.serve_forever())


asyncio.run(main(*map(int, sys.argv[1:3])))
