"""upload_server against raw sockets; upload_client against Python servers that are slow, silent or rude."""
import os, resource, signal, socket, subprocess, time

from e2e import BIN, Case, connect, free_port, in_pieces, listener, read_all, reset

BIG = bytes(range(251)) * 100_000  # 24 MiB


class UploadServer(Case):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        self.server = self.serve("upload_server", self.port, "new/store")
        self.store = self.folder / "new" / "store"

    def upload(self, data):
        with connect(self.port) as peer:
            peer.sendall(data)
            self.finish(peer)

    def finish(self, peer):
        """Closes our side and waits for the server's: by then the file is there."""
        peer.shutdown(socket.SHUT_WR)
        self.assertEqual(read_all(peer), b"")
        peer.close()

    def file(self, number):
        return (self.store / f"{number}.file").read_bytes()

    def test_stores_exactly_the_bytes(self):
        uploads = [b"", b"x", bytes(range(250)) * 2, b"\0\0\0\x05hello", b"a.txt\nb", BIG]
        uploads += [b"%d" % n for n in range(10)]
        before = self.server.memory()
        for number, data in enumerate(uploads, 1):
            self.upload(data)
            self.assertEqual(self.file(number), data)
        self.assertLess(self.server.memory() - before, 16 << 20)
        self.assertEqual(len(list(self.store.iterdir())), len(uploads))

    def test_overlapping_connections_are_numbered_in_order(self):
        peers = [connect(self.port) for _ in range(10)]
        for round in range(20):
            for number, peer in enumerate(peers):
                peer.sendall(b"%d %d\n" % (number, round))
        for peer in reversed(peers[1:]):
            self.finish(peer)  # The first stays silent and delays nobody.
        for number in range(1, 10):
            self.assertEqual(self.file(number + 1), b"".join(b"%d %d\n" % (number, round) for round in range(20)))
        self.finish(peers[0])
        self.assertEqual(self.file(1)[:4], b"0 0\n")

    def test_silence_and_pauses(self):
        paused, silent = connect(self.port), connect(self.port)
        paused.sendall(b"before ")
        silent.sendall(b"partial data")
        begin = time.monotonic()
        time.sleep(8)  # The pause is the point: it is shorter than the 10 s that are an error.
        paused.sendall(b"after")
        self.finish(paused)
        self.assertEqual(self.file(1), b"before after")
        self.assertEqual(read_all(silent), b"")
        self.assertGreater(time.monotonic() - begin, 9.5)
        self.assertEqual(self.file(2), b"ERROR")
        silent.close()

    def test_reset_and_then_the_next(self):
        peer = connect(self.port)
        peer.sendall(b"x" * 100)
        reset(peer)
        self.server.wait_for("reset", "err")
        self.upload(b"fine")
        self.assertEqual((self.file(1), self.file(2)), (b"ERROR", b"fine"))

    def test_signals(self):
        for number, how in enumerate((signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)):
            server = self.serve("upload_server", port := free_port(), f"s{number}")
            with connect(port) as peer:
                peer.sendall(b"half")
                time.sleep(0.1)  # Normally the half is being received then; either way the outcome is the same.
                self.ends_cleanly(server, how)
            self.assertEqual(list((self.folder / f"s{number}").iterdir()), [])
        self.ends_cleanly(self.server)

    def test_ports_and_directory(self):
        for port in "abc", "80", "1023", "65536", "-1":
            self.assertTrue(self.expect_usage("upload_server", port, "d").startswith(b"ERROR:"))
        (self.folder / "plain").write_bytes(b"")
        for port, directory in (self.port, "d"), (free_port(), "plain"), (free_port(), "plain/sub"):
            server = self.start("upload_server", port, directory)
            self.assertEqual(server.status(), 1)
            self.assertTrue(server.err.startswith(b"ERROR:"))
        (self.store / "kept").write_bytes(b"k")
        again = self.serve("upload_server", free_port(), self.store)
        self.assertEqual((self.store / "kept").read_bytes(), b"k")
        self.ends_cleanly(again)

    def test_other_interface(self):
        with socket.create_connection(("127.0.0.2", self.port), timeout=30) as peer:
            self.finish(peer)
        self.assertEqual(self.file(1), b"")

    def test_a_thousand_held(self):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
        before = self.server.memory()
        peers = [connect(self.port) for _ in range(1000)]
        for peer in peers:
            peer.sendall(b"x")
        self.upload(b"last")
        self.assertEqual(self.file(1001), b"last")
        self.assertLess(self.server.memory() - before, 32 << 20)
        for peer in peers:
            self.finish(peer)
        self.assertEqual({self.file(number) for number in range(1, 1001)}, {b"x"})

    def test_idle_without_work(self):
        def ticks():
            with open(f"/proc/{self.server.process.pid}/stat") as facts:
                fields = facts.read().rsplit(")")[1].split()
            return int(fields[11]) + int(fields[12])
        with connect(self.port):
            before = ticks()
            time.sleep(1)
            self.assertLess(ticks() - before, 10)


class UploadClient(Case):
    def setUp(self):
        super().setUp()
        self.server = listener()
        self.server.settimeout(30)
        self.addCleanup(self.server.close)

    def send(self, data, play):
        """Uploads `data` to `play(connection)`; returns (program, what play returned)."""
        (self.folder / "f").write_bytes(data)
        peer = self.peer(lambda: play(self.server.accept()[0]))
        client = self.start("upload_client", "localhost", self.server.getsockname()[1], "f")
        client.status()
        return client, self.result(peer)

    @staticmethod
    def receive(connection):
        with connection:
            return read_all(connection)

    def test_sends_exactly_the_bytes(self):
        for data in b"", b"x" * 500, bytes(range(256)), BIG:
            client, got = self.send(data, self.receive)
            self.assertEqual((client.process.returncode, client.err), (0, b""))
            self.assertTrue(got == data)

    def test_server_that_talks(self):
        def talk(connection):
            connection.sendall(b"accio\r\n" * 100_000)
            with connection:
                got = read_all(connection)
                connection.sendall(b"thanks")
                return got
        client, got = self.send(BIG, talk)
        self.assertEqual(client.process.returncode, 0, client.err)
        self.assertTrue(got == BIG)

    def test_slow_reader(self):
        def slow(connection):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
            with connection:
                got = b""
                for _ in range(3):
                    time.sleep(4)  # The slowness is the point.
                    got += connection.recv(100_000)
                return got + read_all(connection)
        client, got = self.send(BIG[:8 << 20], slow)
        self.assertEqual(client.process.returncode, 0, client.err)
        self.assertTrue(got == BIG[:8 << 20])

    def test_server_that_stops_reading(self):
        def stop(connection):
            connection.recv(1000)
            begin = time.monotonic()
            connection_kept.append(connection)
            return begin
        connection_kept = []
        client, begin = self.send(BIG, stop)
        self.assertLess(time.monotonic() - begin, 12)
        self.assertEqual(client.process.returncode, 1)
        self.assertTrue(client.err.startswith(b"ERROR:"))
        connection_kept[0].close()

    def test_server_that_resets(self):
        def rude(connection):
            connection.recv(1000)
            reset(connection)
        begin = time.monotonic()
        client, _ = self.send(BIG, rude)
        self.assertEqual(client.process.returncode, 1)
        self.assertTrue(client.err.startswith(b"ERROR:"))
        self.assertLess(time.monotonic() - begin, 5)

    def test_server_that_never_closes(self):
        kept = []

        def hold(connection):
            kept.append(connection)
            return read_all(connection)
        client, got = self.send(b"data", hold)
        self.assertEqual((client.process.returncode, got), (0, b"data"))
        kept[0].close()

    def test_errors(self):
        (self.folder / "f").write_bytes(b"x")
        port = self.server.getsockname()[1]
        for arguments, status in ((("no.such.host.invalid", port, "f"), 1), (("localhost", "0", "f"), 2),
                                  (("localhost", "70000", "f"), 2), (("localhost", "abc", "f"), 2),
                                  (("localhost", free_port(), "f"), 1), (("localhost", port, "none"), 1),
                                  (("localhost", port, "."), 1), (("localhost", port), 2)):
            client = self.start("upload_client", *arguments)
            self.assertEqual(client.status(), status, arguments)
            self.assertTrue(client.err.startswith(b"ERROR:"), client.err)

    def test_connect_that_never_completes(self):
        (self.folder / "f").write_bytes(b"x")
        with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
            held = [socket.socket() for _ in range(3)]
            for peer in held:  # The queue is full then, and the kernel drops every further SYN.
                peer.setblocking(False)
                peer.connect_ex(full.getsockname())
            begin = time.monotonic()
            client = self.start("upload_client", "127.0.0.1", full.getsockname()[1], "f")
            self.assertEqual(client.status(), 1)
            self.assertLess(time.monotonic() - begin, 12)
            self.assertGreater(time.monotonic() - begin, 5)
            self.assertTrue(client.err.startswith(b"ERROR:"))
            for peer in held:
                peer.close()

    def test_memory_and_bar(self):
        (self.folder / "f").write_bytes(BIG * 4)
        terminal, side = os.openpty()
        process = subprocess.Popen([BIN / "upload_client", "127.0.0.1", str(self.server.getsockname()[1]), "f"],
                                   cwd=self.folder, stderr=side)
        os.close(side)
        connection, _ = self.server.accept()
        got, bar = 0, b""
        with connection:
            while chunk := connection.recv(1 << 20):
                got += len(chunk)
                if got > 50_000_000 and not bar:
                    time.sleep(0.3)  # The bar is redrawn ten times a second.
                    bar = b"?"
        self.assertEqual((got, process.wait(30)), (len(BIG) * 4, 0))
        self.assertIn(b"MB", os.read(terminal, 100_000))
        os.close(terminal)

    def test_with_our_own_server(self):
        (self.folder / "f").write_bytes(BIG)
        port = free_port()
        server = self.serve("upload_server", port, "d")
        for number in 1, 2, 3:
            client = self.start("upload_client", "127.0.0.1", port, "f")
            self.assertEqual(client.status(), 0, client.err)
            self.assertTrue((self.folder / "d" / f"{number}.file").read_bytes() == BIG)
        self.ends_cleanly(server)
