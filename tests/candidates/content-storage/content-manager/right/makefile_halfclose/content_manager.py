# -*- coding: utf-8 -*-
import socket, os

host = '127.0.0.1'
port = 5000
srv_port = 1337

def contact_clients():
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    s.connect((host, port))
    for digit in '%d' % srv_port:
        s.send(digit.encode('ascii'))
    s.shutdown(socket.SHUT_WR)
    # nothing is to come; wait until the other side has seen the end
    while s.recv(10):
        pass
    s.close()

def serve_clients():
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(('', srv_port))
    listener.listen(2)
    contact_clients()
    count = 0
    while count != 2:
        (client, address) = listener.accept()
        f = client.makefile('rb')
        filename = f.readline().rstrip(b'\n')
        out = open(os.path.join(os.getcwd().encode(), filename), 'wb')
        out.write(f.read())
        out.close()
        f.close()
        client.close()
        count += 1
    listener.close()
    return
