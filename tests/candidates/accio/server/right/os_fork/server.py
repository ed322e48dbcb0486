#!/usr/bin/env python3
# server.py PORT DIRECTORY - forks for each client, alarm() for the ten seconds
import os
import signal
import socket
import sys


class Silent(Exception):
    pass


def on_alarm(signum, frame):
    raise Silent


def child(sock, filename):
    signal.signal(signal.SIGALRM, on_alarm)
    stream = sock.makefile('rwb', 0)
    out = open(filename, 'wb')
    try:
        stream.write(b'accio\r\n')
        while True:
            signal.alarm(10)
            data = stream.read(8192)
            signal.alarm(0)
            if data == b'':
                break
            out.write(data)
    except Silent:
        out.close()
        out = open(filename, 'wb')
        out.write(b'ERROR')
    except ConnectionResetError:
        pass
    out.close()


def main():
    if len(sys.argv) != 3 or not sys.argv[1].isdecimal():
        sys.stderr.write('ERROR: server.py PORT DIRECTORY\n')
        return 1
    port = int(sys.argv[1])
    if port <= 1023 or port >= 65536:
        sys.stderr.write('ERROR: the port must be above 1023 and below 65536\n')
        return 1
    directory = sys.argv[2]
    if not os.path.isdir(directory):
        os.makedirs(directory)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for number in signal.SIGINT, signal.SIGTERM, signal.SIGQUIT:
        signal.signal(number, lambda *unused: os._exit(0))
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(('', port))
    listener.listen(10)
    connection = 0
    while True:
        sock, address = listener.accept()
        connection += 1
        if os.fork() == 0:
            listener.close()
            child(sock, os.path.join(directory, '%d.file' % connection))
            os._exit(0)
        sock.close()


sys.exit(main())
