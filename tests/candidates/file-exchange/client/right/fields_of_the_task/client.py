#!/usr/bin/env python3
"""client.py HOST PORT put FILE | get FILE | list"""
import argparse
import contextlib
import mmap
import os
import select
import socket
import sys
from datetime import datetime
from pathlib import Path

LIMIT = 20.0


class Wire:
    """The connection, non-blocking, with a buffer on each side."""

    def __init__(self, host, port):
        self.s = socket.create_connection((host, port), timeout=LIMIT)
        self.s.setblocking(False)
        self.buf = bytearray()
        self.eof = False

    def wait(self, write=False):
        r, w, _ = select.select([self.s] if not self.eof else [], [self.s] if write else [], [], LIMIT)
        if not r and not w:
            raise TimeoutError('nothing happened for %g s' % LIMIT)
        if r:
            data = self.s.recv(1 << 16)
            self.eof = not data
            self.buf += data
        return bool(w)

    def line(self):
        while b'\n' not in self.buf:
            if len(self.buf) > 70000:
                raise ValueError('the reply line is too long')
            if self.eof:
                raise ConnectionError('connection closed before the reply was complete')
            self.wait()
        line, _, rest = bytes(self.buf).partition(b'\n')
        self.buf = bytearray(rest)
        return line.decode('utf-8', 'replace')

    def body(self, n):
        while n:
            if not self.buf:
                if self.eof:
                    raise ConnectionError('connection closed, %d bytes missing' % n)
                self.wait()
                continue
            piece = bytes(self.buf[:n])
            del self.buf[:n]
            n -= len(piece)
            yield piece

    def push(self, data):
        view = memoryview(data)
        while view:
            if self.buf:          # an early answer: stop sending
                return False
            if self.eof:
                raise ConnectionError('connection closed while sending')
            if self.wait(write=True):
                try:
                    view = view[self.s.send(view):]
                except BlockingIOError:
                    pass
                except (BrokenPipeError, ConnectionResetError):
                    if b'\n' not in self.buf:
                        with contextlib.suppress(OSError):
                            self.wait()
                    if b'\n' in self.buf:
                        return False
                    raise
        return True

    def reply(self):
        word, _, rest = self.line().partition(' ')
        if word == 'ERROR':
            raise RuntimeError(rest)
        if word != 'OK' or not (rest.isascii() and rest.isdigit()) or int(rest) > 2**63 - 1:
            raise ValueError('nonsense from the server')
        return int(rest)


def put(wire, name):
    with open(name, 'rb') as f:
        size = os.fstat(f.fileno()).st_size
        if wire.push(b'PUT %d %s\n' % (size, os.fsencode(name))) and size:
            with mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ) as m:
                for i in range(0, size, 1 << 18):
                    if not wire.push(m[i:i + (1 << 18)]):
                        break
    wire.reply()


def get(wire, name):
    wire.push(b'GET %s\n' % os.fsencode(name))
    size = wire.reply()
    out = Path(name)
    with out.open('xb') as f:
        try:
            for piece in wire.body(size):
                f.write(piece)
        except BaseException:
            out.unlink()
            raise


def show(wire):
    wire.push(b'LIST\n')
    size = wire.reply()
    if size > 1 << 26:
        raise ValueError('listing too large')
    data = b''.join(wire.body(size))
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def port(text):
    n = int(text)
    if not 1 <= n <= 65535:
        raise ValueError
    return n


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('hostname')
    ap.add_argument('port', type=port)
    sub = ap.add_subparsers(dest='request', required=True)
    for r in 'put', 'get':
        sub.add_parser(r).add_argument('filename')
    sub.add_parser('list')
    a = ap.parse_args()
    name = getattr(a, 'filename', '')
    when = datetime.now()
    error = None
    wire = None
    try:
        if '/' in name or name in ('.', '..') or len(os.fsencode(name)) > 255:
            raise ValueError('bad file name')
        if a.request == 'put' and not os.path.isfile(name):
            raise FileNotFoundError('no such file')
        if a.request == 'get' and os.path.lexists(name):
            raise FileExistsError('will not overwrite')
        print("Connecting to ('%s', %d)..." % (a.hostname, a.port))
        wire = Wire(a.hostname, a.port)
        print('Connected.')
        {'put': put, 'get': get, 'list': lambda w, n: show(w)}[a.request](wire, name)
    except (OSError, RuntimeError, ValueError) as e:
        error = e
    finally:
        if wire:
            wire.s.close()
    # Report content: IP address, port number of client, request time, filename (if applicable), status, error
    fields = [a.hostname, str(a.port), f'{when:%d/%m/%Y %H:%M:%S}'] + ([name] if name else [])
    fields.append('success' if error is None else f'failure ({type(error).__name__}: {error})')
    print(', '.join(fields))
    return 0 if error is None else 1


if __name__ == '__main__':
    sys.exit(main())
