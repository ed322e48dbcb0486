import multiprocessing
import os
import socket
import sys


def send(address, filename):
    s = socket.socket()
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    s.connect(address)
    with open(filename, 'rb') as f:
        s.send(os.path.basename(filename).encode())
        s.send(b'\n')
        for line in f:
            while line:
                line = line[s.send(line[:3000]):]
    s.close()


def main():
    port, files = int(sys.argv[1]), sys.argv[2:4]
    listener = socket.socket(socket.AF_INET6)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    listener.bind(('::', port))
    listener.listen(1)
    while True:
        conn, peer = listener.accept()
        text = conn.makefile().read()
        conn.close()
        try:
            manager = peer[0].replace('::ffff:', ''), int(text)
        except ValueError:
            print('not a port:', text)
            continue
        jobs = [multiprocessing.Process(target=send, args=(manager, name)) for name in files]
        for job in jobs:
            job.start()
        for job in jobs:
            job.join()


if __name__ == '__main__':
    main()
