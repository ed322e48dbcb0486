import multiprocessing as mp
import os
import socket
from concurrent.futures import ProcessPoolExecutor

host = '127.0.0.1'
port = 5000
srv_port = 1337


def save(blob):
    name, _, contents = blob.partition(b'\n')
    fd = os.open(os.fsdecode(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        view = memoryview(contents)
        while view:
            view = view[os.write(fd, view):]
        os.fsync(fd)
    finally:
        os.close(fd)
    return len(contents)


def contact_clients():
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.connect((host, port))
    for digit in str(srv_port):
        s.send(digit.encode())
    s.close()


def serve_clients():
    srv = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    srv.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    srv.bind(('0.0.0.0', srv_port))
    srv.listen(5)
    contact_clients()
    with ProcessPoolExecutor(2, mp_context=mp.get_context('spawn')) as pool:
        jobs = []
        for _ in range(2):
            c, _a = srv.accept()
            buf = bytearray()
            while chunk := c.recv(4096):
                buf += chunk
            c.close()
            jobs.append(pool.submit(save, bytes(buf)))
        for j in jobs:
            print('saved', j.result(), 'bytes')
    srv.close()
