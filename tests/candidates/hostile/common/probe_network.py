"""Out of the cage by the network, and to whoever else listens on the machine."""
import socket

import targets
from attempt import listed, reaches, tried


def connects(address):
    with socket.socket() as sock:
        sock.settimeout(2)
        sock.connect(address)


def sends(address):
    """A loopback without that listener answers before the second one is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(address)
        sock.send(b"out")
        sock.send(b"out")


def unix(address):
    with socket.socket(socket.AF_UNIX) as sock:
        sock.settimeout(2)
        sock.connect(address)


def resolves():
    # A datagram socket that is connected to sends nothing; it only needs a route.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(("198.51.100.1", 53))


def attack():
    loopback = [a for a in targets.tcp if a[0].startswith("127.")]
    outside = [a for a in targets.tcp if not a[0].startswith("127.")]
    tried("host-loopback-tcp", listed(reaches(a, connects, tuple(a)) for a in loopback))
    tried("outside-tcp", listed(reaches(a, connects, tuple(a)) for a in outside))
    tried("udp", listed(reaches(a, sends, tuple(a)) for a in targets.udp) or reaches("a route to the world", resolves))
    tried("unix-path", targets.unix_path and reaches(targets.unix_path, unix, targets.unix_path))
    tried("unix-abstract", targets.unix_abstract and reaches("it", unix, "\0" + targets.unix_abstract))
