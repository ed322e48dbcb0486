#!/usr/bin/python3
import socket, sys, os

def err(m):
    sys.stderr.write("ERROR: " + str(m) + "\n")
    os._exit(1)

if len(sys.argv) != 4: err("usage")
try: port = int(sys.argv[2])
except ValueError: err("port")
if not (1 <= port <= 65535): err("port")
if not os.path.isfile(sys.argv[3]): err("no such file")
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
s.settimeout(10)
try:
    s.connect((sys.argv[1], port))
    got = ''
    while '\r\n' not in got:
        c = s.recv(16).decode('latin-1')
        if c == '': err("server closed")
        got = got + c
    if got != 'accio\r\n': err("bad command")
    f = open(sys.argv[3], 'rb')
    while True:
        b = f.read(1400)
        if len(b) == 0: break
        n = 0
        while n < len(b):
            n += s.send(b[n:])
    f.close()
    s.close()
except socket.error as e:
    err(e)
sys.exit(0)
