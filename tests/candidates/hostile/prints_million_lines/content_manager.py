import sys

import honest_manager

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    honest_manager.contact(host, port, srv_port)


def serve_clients():
    lines = "".join("line %d\n" % number for number in range(1000))
    for _ in range(1000):
        sys.stdout.write(lines)
    honest_manager.serve(host, port, srv_port)
