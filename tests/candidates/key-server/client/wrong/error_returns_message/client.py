import asyncio

host = '127.0.0.1'
port = 5000
user_id = '1'


async def exchange(method, *path):
    reader, writer = await asyncio.open_connection(host, port)
    target = '/' + '/'.join(path) + '/'
    writer.write(f'{method} {target} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: 0\r\n\r\n'.encode())
    head = (await reader.readuntil(b'\r\n\r\n')).decode('latin-1')
    status_line, *fields = head.strip().split('\r\n')
    headers = {}
    for field in fields:
        name, value = field.split(':', 1)
        headers[name.lower()] = value.strip()
    if 'content-length' in headers:
        body = await reader.readexactly(int(headers['content-length']))
    else:
        body = await reader.read()
    writer.close()
    return int(status_line.split()[1]), body


def do_key():
    status, body = asyncio.run(exchange('KEY', 'user', str(user_id)))
    return body


def do_put(key_val):
    status, body = asyncio.run(exchange('PUT', 'key', str(user_id), key_val.decode()))
    return body.decode()
