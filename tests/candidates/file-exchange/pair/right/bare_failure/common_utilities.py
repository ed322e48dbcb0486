"""Wire: one text line, then raw bytes until the sender half-closes.

   put<TAB>name \n data... FIN          answer: +\n  or  -Type: text\n
   get<TAB>name \n FIN                  answer: +size\n data
   list \n FIN                          answer: +size\n names
"""
import os, socket
BLOCK = 8192

class Refused(Exception):
    pass

def send_file(sock, path):
    with open(path, 'rb') as f:
        sock.sendfile(f)

def read_line(rf):
    line = rf.readline(8192)
    if not line.endswith(b'\n'):
        raise ConnectionError('the line is incomplete')
    return line[:-1].decode('utf-8', 'surrogateescape')

def recv_exactly(rf, n, out):
    while n:
        b = rf.read(min(n, BLOCK))
        if not b:
            raise ConnectionError('the connection ended %d bytes too early' % n)
        out.write(b)
        n -= len(b)
