"""asyncio.BufferedProtocol: the socket fills our own buffer; put goes to a temporary file that is linked into place."""
import asyncio, os, re, signal, socket, sys, tempfile, time

CHUNK = 1 << 16
SILENCE = 20

class Oops(Exception):
    def __init__(self, kind, text):
        super().__init__(text)
        self.kind = kind

class Session(asyncio.BufferedProtocol):
    def __init__(self):
        self.store = bytearray(CHUNK)
        self.line = bytearray()
        self.state = 'line'
        self.name = ''
        self.verb = '-'
        self.reported = False
        self.tmp = None
        self.room = asyncio.Event()
        self.room.set()
        self.task = None

    def connection_made(self, tr):
        self.tr = tr
        self.peer = tr.get_extra_info('peername')
        self.when = time.localtime()
        self.touch()

    def touch(self):
        if getattr(self, 'timer', None):
            self.timer.cancel()
        self.timer = asyncio.get_running_loop().call_later(SILENCE, self.silent)

    def silent(self):
        self.report('failure: TimeoutError: the client was silent for %d s' % SILENCE)
        self.state = 'dead'
        self.tr.abort()

    def get_buffer(self, hint):
        return self.store

    def buffer_updated(self, n):
        self.touch()
        data = memoryview(self.store)[:n]
        if self.state == 'line':
            k = bytes(data).find(b'\n')
            self.line += data[:k if k >= 0 else n]
            if len(self.line) > 4096:
                return self.refuse(Oops('bad-request', 'the line is too long'))
            if k < 0:
                return
            data = data[k + 1:]
            try:
                self.request(bytes(self.line))
            except Oops as e:
                return self.refuse(e)
            except OSError as e:
                return self.refuse(Oops('io', str(e)))
        if self.state == 'data':
            try:
                self.tmp.write(data[:self.left])
            except OSError as e:
                return self.refuse(Oops('io', str(e)))
            self.left -= min(len(data), self.left)
            if self.left == 0:
                self.stored()
        elif self.state == 'drain':
            self.drained += len(data)
            if self.drained > 1 << 30:
                self.tr.abort()

    def request(self, line):
        m = re.fullmatch(rb'(?s)(?:(PUT) (\S+)|(GET)) (.*)|(LIST)', line)
        if not m:
            raise Oops('bad-request', 'what is this?')
        put, size, get, name, _ = m.groups()
        self.verb = (put or get or b'LIST').decode()
        if self.verb == 'LIST':
            body = b''.join(n + b'\n' for n in sorted(os.listdir(b'.')))
            self.tr.write(b'OK %d\n' % len(body) + body)
            return self.done()
        self.name = name.decode('utf-8', 'replace')
        if name in (b'', b'.', b'..') or b'/' in name or b'\0' in name or len(name) > 255:
            self.name = self.name[:100]
            raise Oops('bad-name', 'such a name is not allowed')
        self.path = name
        if put:
            if not re.fullmatch(rb'[0-9]{1,19}', size) or int(size) >= 1 << 63:
                raise Oops('bad-request', 'no size')
            if os.path.lexists(name):
                raise Oops('exists', 'there is such a file already')
            if int(size) > 1 << 40:
                raise Oops('too-large', 'that is too much')
            self.left = int(size)
            self.tmp = tempfile.TemporaryFile()
            self.state = 'data'
        else:
            try:
                f = open(name, 'rb')
            except FileNotFoundError:
                raise Oops('not-found', 'there is no such file') from None
            self.state = 'sending'
            self.task = asyncio.ensure_future(self.send(f))

    def stored(self):
        try:
            with open(self.path, 'xb') as out:
                self.tmp.seek(0)
                try:
                    while b := self.tmp.read(CHUNK):
                        out.write(b)
                except OSError:
                    os.unlink(self.path)
                    raise
        except FileExistsError:
            return self.refuse(Oops('exists', 'somebody was faster'))
        except OSError as e:
            return self.refuse(Oops('io', str(e)))
        self.tr.write(b'OK 0\n')
        self.done()

    async def send(self, f):
        with f:
            try:
                size = os.fstat(f.fileno()).st_size
                self.tr.write(b'OK %d\n' % size)
                while size:
                    await asyncio.wait_for(self.room.wait(), SILENCE)
                    if self.tr.is_closing():
                        raise ConnectionResetError('the client is gone')
                    b = f.read(min(CHUNK, size))
                    if not b: raise OSError('the file shrank')
                    size -= len(b)
                    self.tr.write(b)
                    self.touch()
                await asyncio.wait_for(self.room.wait(), SILENCE)
                self.done()
            except (OSError, asyncio.TimeoutError) as e:
                self.report('failure: %s: %s' % (type(e).__name__, e))
                self.tr.abort()

    def pause_writing(self): self.room.clear()
    def resume_writing(self): self.room.set()

    def done(self):
        self.report('success')
        self.state = 'end'
        self.timer.cancel()
        self.tr.close()

    def refuse(self, e):
        if self.tmp: self.tmp.close(); self.tmp = None
        self.tr.write(('ERROR %s %s\n' % (e.kind, e)).encode())
        self.report('failure: %s: %s' % (e.kind, e))
        self.state = 'drain'
        self.drained = 0
        if self.tr.can_write_eof():
            self.tr.write_eof()

    def report(self, status):
        if not self.reported:
            self.reported = True
            print(f'{self.peer[0]} {self.peer[1]} {time.strftime("%c", self.when)} {self.verb} {self.name!s} {status}')

    def eof_received(self):
        if self.state in ('line', 'data'):
            self.report('failure: EOFError: the client closed in the middle of its request')
        self.state == 'sending' or self.tr.close()
        return self.state == 'sending'

    def connection_lost(self, exc):
        self.timer.cancel()
        self.room.set()
        if self.state in ('line', 'data'):
            self.report('failure: %s: %s' % (type(exc).__name__, exc) if exc else 'failure: connection lost')
        if self.tmp: self.tmp.close()

async def main(port):
    loop = asyncio.get_running_loop()
    sock = socket.create_server(('', port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=128)
    server = await loop.create_server(Session, sock=sock)
    print(f'{sock.getsockname()[0]} {port} server up and running')
    stop = asyncio.Event()
    for s in signal.SIGINT, signal.SIGTERM:
        loop.add_signal_handler(s, stop.set)
    await stop.wait()

if __name__ == '__main__':
    sys.stdout.reconfigure(line_buffering=True)
    if len(sys.argv) == 2 and re.fullmatch('[0-9]{1,5}', sys.argv[1]) and 0 < int(sys.argv[1]) <= 65535:
        asyncio.run(main(int(sys.argv[1])))
    else:
        sys.exit(f'usage: {sys.argv[0]} <port number>')
