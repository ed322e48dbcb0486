import os, sys, socket, logging, io, threading
from common_utilities import *

logging.basicConfig(level=logging.INFO, stream=sys.stdout, format='%(asctime)s %(message)s')
log = logging.getLogger('server')
HERE = os.getcwd()

def check(name):
    if not name or '/' in name or '\0' in name or name in ('.', '..'):
        raise PermissionError('not a plain file name')
    return os.path.join(HERE, name)

def handle(conn, rf):
    line = read_line(rf)
    verb, _, name = line.partition('\t')
    try:
        if verb == 'put':
            path = check(name)
            # the number of bytes comes as the last 8 bytes, so that a cut is noticed
            with open(path, 'xb') as f:
                try:
                    tail = b''
                    total = 0
                    while True:
                        b = rf.read1(BLOCK)
                        if not b:
                            break
                        tail += b
                        if len(tail) > 8:
                            f.write(tail[:-8]); total += len(tail) - 8
                            tail = tail[-8:]
                    if len(tail) != 8 or int.from_bytes(tail, 'big') != total:
                        raise ConnectionError('upload incomplete')
                except BaseException:
                    os.unlink(path)
                    raise
            conn.sendall(b'+\n')
        elif verb == 'get':
            path = check(name)
            with open(path, 'rb') as f:
                conn.sendall(b'+%d\n' % os.fstat(f.fileno()).st_size)
                conn.sendfile(f)
        elif verb == 'list':
            data = b''.join(os.fsencode(n) + b'\n' for n in sorted(os.listdir(HERE)))
            conn.sendall(b'+%d\n' % len(data) + data)
        else:
            raise ValueError('no such request')
    except OSError as e:
        return verb, name, e
    except ValueError as e:
        return verb, name, e
    return verb, name, None

def serve(conn, addr):
    verb = name = ''
    try:
        with conn, conn.makefile('rb') as rf:
            conn.settimeout(20)
            verb, name, err = handle(conn, rf)
            if err is not None:
                try:
                    conn.sendall(('-%s: %s\n' % (type(err).__name__, err)).encode('utf-8', 'replace'))
                    conn.shutdown(socket.SHUT_WR)
                    left = 1 << 30
                    while left > 0:
                        b = rf.read1(65536)
                        if not b: break
                        left -= len(b)
                except OSError:
                    pass
    except Exception as e:
        err = e
    if err is None:
        log.info('%s:%d %s %s succeeded', addr[0], addr[1], verb or '?', name)
    else:
        log.info('%s:%d %s %s failed', addr[0], addr[1], verb or '?', name)

def main():
    if len(sys.argv) != 2 or not sys.argv[1].isdecimal() or not 0 < int(sys.argv[1]) < 65536:
        print('usage: python server.py <port number>', file=sys.stderr)
        return 2
    port = int(sys.argv[1])
    with socket.create_server(('', port), backlog=20) as s:
        print('0.0.0.0', port, 'server up and running', flush=True)
        while True:
            conn, addr = s.accept()
            threading.Thread(target=serve, args=(conn, addr), daemon=True).start()

if __name__ == '__main__':
    sys.exit(main())
