"""The same case as a careful person would write it for pytest: subprocess, sockets, connecting again every 10 ms until
the server listens. One process for all cases; the port is fixed, so they are played one after the other."""
import os
import socket
import subprocess
import time

import pytest

PORT = 8000


def connect(server, limit=10):
    end = time.monotonic() + limit
    while True:
        try:
            return socket.create_connection(("127.0.0.1", PORT), timeout=limit)
        except ConnectionRefusedError:
            assert server.poll() is None, "the server has exited"
            assert time.monotonic() < end, "the server does not listen"
            time.sleep(0.01)


@pytest.fixture
def server():
    process = subprocess.Popen([os.environ["BENCH_PYTHON"], os.environ["BENCH_SERVER"], str(PORT)],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("number", range(int(os.environ.get("BENCH_CASES", "1"))))
def test_echo(server, number):
    text = os.urandom(1024)
    with connect(server) as peer:
        peer.sendall(text)
        got = b""
        while len(got) < len(text):
            piece = peer.recv(4096)
            assert piece, "the server closed after %d bytes" % len(got)
            got += piece
        assert got == text
    assert server.wait(10) == 0
