import os

import honest_manager

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    honest_manager.contact(host, port, srv_port)


def serve_clients():
    honest_manager.serve(host, port, srv_port,
                         save=lambda name, contents: os.symlink("/proc/self/environ", name))
