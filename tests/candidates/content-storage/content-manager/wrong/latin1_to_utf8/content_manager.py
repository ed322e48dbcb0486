import socket
host = 'localhost'
port = 5000
srv_port = 1337

def contact_clients():
    s = socket.create_connection((host, port))
    s.send(b'%d' % srv_port)
    s.close()

def serve_clients():
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('0.0.0.0', srv_port))
    s.listen()
    contact_clients()
    for i in 1, 2:
        c = s.accept()[0]
        d = c.makefile('rb').read()
        n = d.index(b'\n')
        open(d[:n].decode(), 'w', encoding='utf-8', newline='').write(d[n+1:].decode('latin-1'))
        c.close()
    s.close()
