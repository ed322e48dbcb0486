"""file_server and file_client against Python peers that speak the reference wire format, and against each other."""
import os, socket, threading, time

from e2e import Case, connect, free_port, in_pieces, listener, read_all, reset

BIG = bytes(range(251)) * 100_000  # 24 MiB
LONG = "n" * 255


def reply(data):
    """(head line, body) of everything a server sent."""
    head, _, body = data.partition(b"\n")
    return head, body


class FileServer(Case):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        self.server = self.serve("file_server", self.port)

    def ask(self, data, size=None):
        with connect(self.port) as peer:
            in_pieces(peer, data, size or len(data))
            return reply(read_all(peer))

    def put(self, name, data, **how):
        return self.ask(b"PUT %d %s\n" % (len(data), name.encode()) + data, **how)

    def test_startup_line(self):
        self.assertEqual(self.server.out, f"0.0.0.0 {self.port} server up and running\n".encode())

    def test_put_get_list(self):
        contents = {"empty": b"", "one": b"1", "a b": b"\0\r\n\xff", "ünï": b"x" * 65535, "k": b"y" * 65537, LONG: b"z",
                    "wire": b"PUT 5 x\nhelloOK 3\nERROR exists x\nGET a\nLIST\n"}
        self.assertEqual(self.ask(b"LIST\n"), (b"OK 0", b""))
        for name, data in contents.items():
            self.assertEqual(self.put(name, data, size=1 if len(data) < 100 else None), (b"OK 0", b""))
            self.assertEqual((self.folder / name).read_bytes(), data)
            self.assertEqual(self.ask(b"GET %s\n" % name.encode()), (b"OK %d" % len(data), data))
        (self.folder / "dir").mkdir()
        names = sorted([name.encode() for name in contents] + [b"dir"])
        listing = b"".join(name + b"\n" for name in names)
        self.assertEqual(self.ask(b"LIST\n", size=1), (b"OK %d" % len(listing), listing))
        self.until(lambda: self.server.out.count(b"success") == 2 * len(contents) + 2)
        when = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
        self.assertRegex(self.server.out.decode(), rf"\n{when} 127.0.0.1 \d+ put a b: success, 4 bytes\n")
        self.ends_cleanly(self.server)

    def test_big_file(self):
        before = self.server.memory()
        self.assertEqual(self.put("big", BIG), (b"OK 0", b""))
        self.assertTrue(self.ask(b"GET big\n")[1] == BIG)
        self.assertLess(self.server.memory() - before, 16 << 20)

    def test_refusals(self):
        (self.folder / "old").write_bytes(b"old")
        (self.folder / "link").symlink_to("/etc/passwd")
        (self.folder / "dangling").symlink_to("../created")
        (self.folder / "dir").mkdir()
        os.mkfifo(self.folder / "fifo")
        before = sorted(self.folder.iterdir())
        refusals = {
            b"exists": (b"PUT 3 old\nnew", b"PUT 1 link\nx", b"PUT 1 dangling\nx", b"PUT 1 dir\nx"),
            b"not-found": (b"GET none\n",),
            b"bad-name": (b"GET link\n", b"GET dir\n", b"GET fifo\n", b"PUT 1 ../x\nx", b"GET /etc/passwd\n",
                          b"GET a/../../x\n", b"PUT 1 ..\nx", b"GET \n", b"PUT 1 a\0b\nx", b"PUT 1 .partial-x\nx",
                          b"PUT 1 " + b"n" * 10_000 + b"\nx"),
            b"bad-request": (b"PUT -1 x\n", b"PUT x y\n", b"PUT 9223372036854775808 x\n", b"list\n", b"\n",
                             b"DELETE old\n", b"x" * 1_000_000),
            b"too-large": (b"PUT 4611686018427387904 x\nabc",)}
        for error, request in ((error, request) for error, requests in refusals.items() for request in requests):
            with self.subTest(request=request[:40]):
                head, body = self.ask(request)
                self.assertTrue(head.startswith(b"ERROR " + error + b" "), head)
                self.assertEqual(body, b"")
        self.assertEqual(sorted(self.folder.iterdir()), before)
        self.assertEqual((self.folder / "old").read_bytes(), b"old")
        self.server.wait_for("failure, not-found: ")
        self.assertEqual(self.ask(b"GET old\n"), (b"OK 3", b"old"))

    def test_refusal_of_a_large_put_arrives(self):
        (self.folder / "old").write_bytes(b"old")
        self.assertTrue(self.put("old", BIG)[0].startswith(b"ERROR exists "))

    def test_cut_uploads_leave_nothing(self):
        for sent in 0, 1, 100_000:
            peer = connect(self.port)
            peer.sendall(b"PUT 200000 cut\n" + b"x" * sent)
            reset(peer)
        with connect(self.port) as peer:
            peer.sendall(b"PUT 10 cut\nabc")
            peer.shutdown(socket.SHUT_WR)
            self.assertTrue(read_all(peer).startswith(b"ERROR io "))
        connect(self.port).close()
        self.server.wait_for("after 3 of 10 bytes")
        self.assertEqual(self.put("cut", b"whole"), (b"OK 0", b""))
        self.assertEqual([p.name for p in self.folder.iterdir()], ["cut"])

    def test_cut_download_is_reported(self):
        (self.folder / "big").write_bytes(BIG)
        peer = connect(self.port)
        peer.sendall(b"GET big\n")
        peer.recv(1000)
        reset(peer)
        self.server.wait_for("get big: failure")
        self.assertEqual(self.ask(b"LIST\n"), (b"OK 4", b"big\n"))

    def test_many_at_once_beside_silent_ones(self):
        silent = [connect(self.port) for _ in range(20)]
        for peer in silent[::2]:
            peer.sendall(b"PUT 100 silent\nabc")
        peers = [self.peer(self.put, f"f{n}", bytes([n]) * 300_000) for n in range(10)]
        for number, peer in enumerate(peers):
            self.assertEqual(self.result(peer), (b"OK 0", b""))
            self.assertEqual((self.folder / f"f{number}").read_bytes(), bytes([number]) * 300_000)
        same = [self.peer(self.put, "same", b"s" * 300_000) for _ in range(10)]
        heads = [self.result(peer)[0] for peer in same]
        self.assertEqual(sum(head == b"OK 0" for head in heads), 1)
        self.ends_cleanly(self.server)
        self.assertEqual([p for p in self.folder.iterdir() if p.name.startswith(".")], [])
        for peer in silent:
            peer.close()

    def test_silent_peer_is_dropped(self):
        begin = time.monotonic()
        with connect(self.port) as peer:
            peer.sendall(b"PUT 100 silent\nabc")
            self.assertTrue(read_all(peer).startswith(b"ERROR io "))
        self.assertLess(time.monotonic() - begin, 30)

    def test_usage(self):
        self.expect_usage("file_server")
        self.expect_usage("file_server", "0")


class FileClient(Case):
    def setUp(self):
        super().setUp()
        self.server, self.ended = listener(), threading.Event()
        self.server.settimeout(30)
        self.addCleanup(self.server.close)

    def run_client(self, play, *request):
        """Serves one connection with `play`; returns (program, what play returned)."""
        def serve():
            connection, _ = self.server.accept()
            with connection:
                return play(connection)
        peer = self.peer(serve)
        client = self.start("file_client", "localhost", self.server.getsockname()[1], *request)
        self.ended.clear()
        client.status(60)
        self.ended.set()
        return client, self.result(peer)

    @staticmethod
    def answer(data, size=None):
        """Reads the request line, sends `data`, waits for the client's close."""
        def play(connection):
            line = connection.makefile("rb", 0).readline()
            in_pieces(connection, data, size or len(data) or 1)
            connection.shutdown(socket.SHUT_WR)
            return line + read_all(connection)
        return play

    def files(self):
        return sorted(p.name for p in self.folder.iterdir())

    def test_get(self):
        for number, data in enumerate((b"", b"1", b"OK 3\nabc\r\n\0", BIG)):
            for size in (None, 3) if len(data) < 100 else (None,):
                name = f"g {number} {size}"
                client, line = self.run_client(self.answer(b"OK %d\n" % len(data) + data, size), "get", name)
                self.assertEqual((client.process.returncode, line), (0, b"GET %s\n" % name.encode()), client.err)
                self.assertTrue((self.folder / name).read_bytes() == data)
        self.assertRegex(client.err.decode(), r"Connecting to localhost port \d+...\nConnected.\n")
        self.assertRegex(client.err.decode(), rf"Z 127.0.0.1 \d+ get g 3 None: success, {len(BIG)} bytes\n")

    def test_get_failures_leave_no_file(self):
        for data in (b"ERROR not-found there is none\n", b"", b"OK", b"OK 5\nabc", b"OK x\n", b"OK -1\n", b"rubbish\n",
                     b"OK 4611686018427387904\nabc", b"ERROR strange x\n", b"x" * 100_000):
            client, _ = self.run_client(self.answer(data), "get", "new")
            self.assertEqual(client.process.returncode, 1, data)
            self.assertIn(b"get new: failure, ", client.err)
            self.assertEqual(self.files(), [])

        def cut(connection):
            connection.recv(100)
            connection.sendall(b"OK 1000\nabc")
            reset(connection)
        client, _ = self.run_client(cut, "get", "new")
        self.assertEqual((client.process.returncode, self.files()), (1, []))

    def test_local_checks_need_no_server(self):
        (self.folder / "old").write_bytes(b"old")
        for request in (("get", "old"), ("put", "none"), ("put", "../x"), ("get", "/etc/x"), ("get", ".."), ("put", "."),
                        ("get", "n" * 10_000), ("get", "a\nb")):
            client = self.start("file_client", "localhost", free_port(), *request)
            self.assertEqual(client.status(), 1)
            self.assertIn(b": failure, ", client.err)
            self.assertNotIn(b"refused", client.err)
        self.assertEqual((self.folder / "old").read_bytes(), b"old")
        refused = self.start("file_client", "localhost", free_port(), "list")
        self.assertEqual(refused.status(), 1)
        self.assertIn(b"refused", refused.err)

    def test_put(self):
        for data in b"", b"PUT 1 x\n", BIG:
            (self.folder / "f").write_bytes(data)

            def play(connection):
                stream = connection.makefile("rb")
                line = stream.readline()
                got = stream.read(len(data))
                connection.sendall(b"OK 0\n")
                rest = stream.read()
                stream.close()
                return line, got, rest
            client, (line, got, rest) = self.run_client(play, "put", "f")
            self.assertEqual((client.process.returncode, line), (0, b"PUT %d f\n" % len(data)), client.err)
            self.assertTrue(got == data and rest == b"")

    def test_put_refused_early(self):
        (self.folder / "f").write_bytes(BIG)

        def rude(connection):
            connection.recv(100)
            connection.sendall(b"ERROR exists it is there\n")
            connection.shutdown(socket.SHUT_WR)
            self.ended.wait(60)  # It does not read on, but keeps the connection.
        client, _ = self.run_client(rude, "put", "f")
        self.assertEqual(client.process.returncode, 1)
        self.assertIn(b"put f: failure, exists: it is there", client.err)

    def test_put_cut(self):
        (self.folder / "f").write_bytes(BIG)

        def cut(connection):
            connection.recv(100_000)
            reset(connection)
        client, _ = self.run_client(cut, "put", "f")
        self.assertEqual(client.process.returncode, 1)
        self.assertIn(b"put f: failure, io: ", client.err)

    def test_list(self):
        for size in None, 1:
            client, line = self.run_client(self.answer(b"OK 11\na b\nc\n\xc3\xbc\nz\n", size), "list")
            self.assertEqual((client.process.returncode, line, client.out), (0, b"LIST\n", b"a b\nc\n\xc3\xbc\nz\n"))
        client, _ = self.run_client(self.answer(b"OK 0\n"), "list")
        self.assertEqual((client.process.returncode, client.out), (0, b""))
        client, _ = self.run_client(self.answer(b"OK 10\nabc\n"), "list")
        self.assertEqual(client.process.returncode, 1)

    def test_silent_servers(self):
        (self.folder / "f").write_bytes(BIG)
        (self.folder / "small").write_bytes(b"x")
        servers = [listener() for _ in range(4)]
        begin = time.monotonic()
        clients = [self.start("file_client", "127.0.0.1", server.getsockname()[1], *request) for server, request
                   in zip(servers, (("put", "f"), ("put", "small"), ("get", "new"), ("list",)))]
        for client in clients:
            self.assertEqual(client.status(60), 1)
        self.assertLess(time.monotonic() - begin, 30)
        for server in servers:
            server.close()

    def test_usage(self):
        for arguments in (), ("0", "list"), ("70000", "list"), ("80", "put"), ("80", "get"), ("80", "del", "x"), \
                ("80", "list", "x"):
            self.expect_usage("file_client", "localhost", *arguments)

    def test_with_our_own_server(self):
        shelf = self.folder / "shelf"
        shelf.mkdir()
        (self.folder / "f").write_bytes(BIG)
        port = free_port()
        server = self.serve("file_server", port, cwd=shelf)
        run = lambda *request: self.start("file_client", "localhost", port, *request)
        self.assertEqual(run("put", "f").status(), 0)
        self.assertEqual(run("put", "f").status(), 1)
        (self.folder / "f").unlink()
        self.assertEqual(run("get", "f").status(), 0)
        self.assertTrue((self.folder / "f").read_bytes() == BIG)
        (self.folder / LONG).write_bytes(b"long")
        self.assertEqual(run("put", LONG).status(), 0)
        listing = run("list")
        self.assertEqual(listing.status(), 0)
        self.assertEqual(listing.out, b"f\n" + LONG.encode() + b"\n")
        self.ends_cleanly(server)
