import asyncio
import secrets
import sys

users = {u: set() for u in sys.argv[2:]}
REASON = {200: 'OK', 201: 'Created', 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed'}


def handle(method, target):
    first, *segments = target.split('/')
    if first or not segments or segments.pop() or not all(segments):
        return 400, 'malformed path', None
    match segments:
        case ['user', user]:
            if method != 'KEY':
                return 405, 'method not allowed', 'KEY'
            if user not in users:
                return 404, 'unknown user', None
            key = secrets.token_hex(64)
            users[user].add(key)
            return 200, key, None
        case ['key', user, key]:
            if method != 'PUT':
                return 405, 'method not allowed', 'PUT'
            if user not in users:
                return 404, 'unknown user', None
            if key in users[user]:
                return 201, 'verified', None
            return 403, 'wrong key', None
    return 400, 'malformed path', None


async def connection(reader, writer):
    try:
        keep = True
        while keep:
            head = (await reader.readuntil(b'\r\n\r\n')).decode('latin-1')
            first, *rest = head[:-4].split('\r\n')
            fields = {f.partition(':')[0].lower(): f.partition(':')[2].strip() for f in rest}
            words = first.split(' ')
            if len(words) != 3 or words[2] not in ('HTTP/1.1', 'HTTP/1.0') or any(':' not in f for f in rest):
                status, body, allow, keep = 400, 'malformed request', None, False
            else:
                await reader.readexactly(int(fields.get('content-length', '0')))
                status, body, allow = handle(words[0], words[1])
                keep = words[2] == 'HTTP/1.1' and fields.get('connection', '').lower() != 'close'
            answer = [f'HTTP/1.1 {status} {REASON[status]}', f'Content-Length: {len(body)}']
            if allow:
                answer.append('Allow: ' + allow)
            writer.write(('\r\n'.join(answer) + '\r\n\r\n' + body).encode())
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError, ValueError, asyncio.LimitOverrunError):
        pass
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(connection, '0.0.0.0', int(sys.argv[1]), backlog=128)
    await server.serve_forever()


asyncio.run(main())
