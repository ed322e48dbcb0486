import socket, sys
from os.path import basename
s = socket.create_server(('', int(sys.argv[1])))
while 1:
    c, a = s.accept()
    p = int(c.makefile().read())
    c.close()
    for fn in sys.argv[2:]:
        u = socket.create_connection((a[0], p))
        u.sendall(basename(fn).encode() + b'\n' + open(fn, encoding='latin-1', newline='').read().encode())
        u.close()
