import os, sys, socket, time, threading
from common_utilities import *

def usage():
    print('usage: python client.py <hostname> <port> <put filename|get filename|list>', file=sys.stderr)
    return 2

def pump(sock, f):
    try:
        total = 0
        while True:
            b = f.read(BLOCK)
            if not b: break
            sock.sendall(b); total += len(b)
        sock.sendall(total.to_bytes(8, 'big'))
        sock.shutdown(socket.SHUT_WR)
    except OSError:
        pass

def answer(rf):
    line = read_line(rf)
    if line[:1] == '+':
        return line[1:]
    raise Refused(line[1:])

def talk(host, port, verb, name):
    if verb == 'get' and os.path.lexists(name):
        raise FileExistsError('there is a local file of this name')
    src = open(name, 'rb') if verb == 'put' else None
    print(f"Connecting to {(host, port)}...")
    with socket.create_connection((host, port), timeout=20) as s:
        print('Connected.')
        with s.makefile('rb') as rf:
            s.sendall((verb + ('\t' + name if name else '') + '\n').encode('utf-8', 'surrogateescape'))
            if verb == 'put':
                threading.Thread(target=pump, args=(s, src), daemon=True).start()
                answer(rf)
                return
            s.shutdown(socket.SHUT_WR)
            n = int(answer(rf))
            if verb == 'get':
                tmp = '.part-%d' % os.getpid()
                try:
                    with open(tmp, 'xb') as f:
                        recv_exactly(rf, n, f)
                    os.link(tmp, name)
                finally:
                    if os.path.exists(tmp):
                        os.unlink(tmp)
            else:
                import io
                b = io.BytesIO()
                recv_exactly(rf, n, b)
                sys.stdout.flush()
                sys.stdout.buffer.write(b.getvalue())
                sys.stdout.buffer.flush()

def main(argv):
    if len(argv) < 3 or argv[2] not in ('put', 'get', 'list') or len(argv) != (3 if argv[2] == 'list' else 4):
        return usage()
    host, port, verb = argv[:3]
    name = argv[3] if len(argv) == 4 else ''
    if not port.isdecimal() or not 0 < int(port) < 65536:
        return usage()
    when = time.strftime('%H:%M:%S')
    try:
        talk(host, int(port), verb, name)
        print(f'{when} {host}:{port} {verb} {name} succeeded')
        return 0
    except Exception as e:
        print(f'{when} {host}:{port} {verb} {name} failed ({type(e).__name__}: {e})')
        return 1

if __name__ == '__main__':
    c = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(c)
