import asyncio, json, sys, uuid, hashlib, random

KEYS = {}
rng = random.SystemRandom()

async def read_request(reader):
    head = await reader.readuntil(b"\r\n\r\n")
    first, *rest = head.decode("iso-8859-1").split("\r\n")
    headers = {k.strip().lower(): v.strip() for k, _, v in (h.partition(":") for h in rest if h)}
    n = int(headers.get("content-length", "0"))
    if n: await reader.readexactly(n)
    return first, headers

def app(line):
    words = line.split()
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        return 400, {"error": "malformed request"}, None
    method, path, _ = words
    segs = path.split("/")
    match segs:
        case ["", "user", uid, ""] if uid:
            if method != "KEY":
                return 405, {"error": f"{method} not allowed", "allowed": ["KEY"]}, "KEY"
            if uid not in sys.argv[2:]:
                return 404, {"error": "unknown user", "user": uid}, None
            KEYS[uid] = hashlib.sha512(uuid.uuid4().bytes + rng.randbytes(32)).hexdigest()
            return 200, KEYS[uid], None
        case ["", "key", uid, key, ""] if uid and key:
            if method != "PUT":
                return 405, {"error": f"{method} not allowed", "allowed": ["PUT"]}, "PUT, OPTIONS"
            if uid not in sys.argv[2:]:
                return 404, {"error": "unknown user", "user": uid}, None
            if str(KEYS.get(uid)) == key:
                return 200, {"status": "success"}, None
            return 422, {"error": "key mismatch"}, None
    return 404, {"error": "no such resource"}, None

async def client(reader, writer):
    try:
        while True:
            try:
                line, headers = await read_request(reader)
            except asyncio.LimitOverrunError:
                break
            status, body, allow = app(line)
            data = body.encode() if isinstance(body, str) else json.dumps(body, indent=2).encode()
            keep = headers.get("connection", "").lower() != "close"
            writer.write(f"HTTP/1.1 {status} Whatever\r\n".encode())
            await writer.drain()
            writer.write(f"DATE: now\r\nCONTENT-LENGTH: {len(data)}\r\n".encode())
            if allow: writer.write(f"ALLOW: {allow}\r\n".encode())
            if keep: writer.write(b"Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n")
            else: writer.write(b"Connection: close\r\n")
            writer.write(b"\r\n"); await writer.drain(); await asyncio.sleep(0)
            writer.write(data)
            await writer.drain()
            if not keep: break
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()

async def main():
    s = await asyncio.start_server(client, port=int(sys.argv[1]), backlog=256)
    print(*(x.getsockname() for x in s.sockets))
    await s.serve_forever()
asyncio.run(main())
