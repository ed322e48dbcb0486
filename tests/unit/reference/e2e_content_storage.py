"""content_manager and remote_server against Python peers, and against each other."""
import signal, socket, time

from e2e import Case, connect, free_port, in_pieces, listener, read_all, reset


class ContentManager(Case):
    def begin(self):
        """A manager that has been triggered: (program, its upload port)."""
        remote, port = listener(), free_port()
        self.addCleanup(remote.close)
        manager = self.start("content_manager", "localhost", remote.getsockname()[1], port)
        trigger, _ = remote.accept()
        with trigger:
            self.assertEqual(read_all(trigger), str(port).encode())
        return manager, port

    def upload(self, port, data):
        with connect(port) as peer:
            peer.sendall(data)

    def saved(self, name):
        return (self.folder / name).read_bytes()

    def test_saves_two_files_and_returns(self):
        manager, port = self.begin()
        self.upload(port, b"a.txt\na,b,c\r\n1,2,3\n\n")
        self.upload(port, b"b.bin\n" + bytes(range(256)))
        self.assertEqual(manager.status(), 0, manager.err)
        self.assertEqual(self.saved("a.txt"), b"a,b,c\r\n1,2,3\n\n")
        self.assertEqual(self.saved("b.bin"), bytes(range(256)))
        self.assertEqual(len(list(self.folder.iterdir())), 2)
        with self.assertRaises(ConnectionRefusedError):
            connect(port)

    def test_both_open_at_once_and_large(self):
        manager, port = self.begin()
        big = bytes(range(251)) * 66_000  # 16 MiB
        with connect(port) as first, connect(port) as second:
            second.sendall(b"second\n")
            in_pieces(first, b"first\nx\n", 1)
            second.sendall(big)
        self.assertEqual(manager.status(), 0, manager.err)
        self.assertEqual(self.saved("second"), big)
        self.assertEqual(self.saved("first"), b"x\n")

    def test_empty_contents_and_existing_file(self):
        (self.folder / "old").write_bytes(b"something longer")
        manager, port = self.begin()
        self.upload(port, b"empty\n")
        self.upload(port, b"old\nnew")
        self.assertEqual(manager.status(), 0, manager.err)
        self.assertEqual((self.saved("empty"), self.saved("old")), (b"", b"new"))

    def test_strays_do_not_count(self):
        manager, port = self.begin()
        connect(port).close()
        self.upload(port, b"no line feed")
        self.upload(port, b"x" * 1000)
        reset(connect(port))
        manager.wait_for("reset", "err")
        idle = connect(port)
        self.upload(port, b"a\n1")
        self.upload(port, b"b\n2")
        self.assertEqual(manager.status(), 0, manager.err)
        self.assertIn(b"it sent nothing", manager.err)
        self.assertEqual((self.saved("a"), self.saved("b")), (b"1", b"2"))
        idle.close()

    def test_paths_are_refused(self):
        (self.folder / "link").symlink_to("/tmp/reference-e2e-outside")
        (self.folder / "here").mkdir()
        manager, port = self.begin()
        self.upload(port, b"../escaped\nx" + b"y" * 100_000)
        self.upload(port, b"link\ninside")
        self.assertEqual(manager.status(), 1)
        self.assertIn(b"'../escaped' was not saved", manager.err)
        self.assertFalse((self.folder.parent / "escaped").exists())
        self.assertEqual(self.saved("link"), b"inside")
        self.assertFalse((self.folder / "link").is_symlink())

    def test_reset_in_the_middle_leaves_no_file(self):
        manager, port = self.begin()
        peer = connect(port)
        peer.sendall(b"cut\npartial")
        # The bytes have to be read before the reset, which would discard them.
        self.until(lambda: any(p.stat().st_size == 7 for p in self.folder.iterdir()))
        reset(peer)
        self.upload(port, b"whole\nx")
        self.assertEqual(manager.status(), 1)
        self.assertEqual([p.name for p in self.folder.iterdir()], ["whole"])

    def test_no_remote_server(self):
        begin = time.monotonic()
        manager = self.start("content_manager", "127.0.0.1", free_port(), free_port())
        self.assertEqual(manager.status(), 1)
        self.assertIn(b"refused", manager.err)
        self.assertLess(time.monotonic() - begin, 10)

    def test_busy_port_and_interrupt(self):
        manager, port = self.begin()
        other = self.start("content_manager", "127.0.0.1", 1, port)
        self.assertEqual(other.status(), 1)
        self.assertIn(f"port {port}".encode(), other.err)
        peer = connect(port)
        peer.sendall(b"half\nx")
        manager.process.send_signal(signal.SIGTERM)
        self.assertEqual(manager.status(), 1)
        self.assertEqual(list(self.folder.iterdir()), [])
        peer.close()

    def test_usage(self):
        self.expect_usage("content_manager", "localhost", "5000")
        self.assertIn(b"'70000' is not a port", self.expect_usage("content_manager", "localhost", "70000", "1337"))


class RemoteServer(Case):
    def setUp(self):
        super().setUp()
        (self.folder / "one.txt").write_bytes(b"1\r\n2\n")
        (self.folder / "two.bin").write_bytes(bytes(range(256)) * 5000)
        self.port = free_port()
        self.server = self.serve("remote_server", self.port, "one.txt", self.folder / "two.bin")

    def announce(self, data):
        with connect(self.port) as trigger:
            in_pieces(trigger, data, 2)

    def expect_uploads(self, manager):
        for name in "one.txt", "two.bin":
            upload, _ = manager.accept()
            with upload:
                self.assertEqual(read_all(upload), name.encode() + b"\n" + (self.folder / name).read_bytes())

    def test_uploads_after_each_announcement(self):
        with listener() as manager:
            manager.settimeout(30)
            for end in b"", b"\n", b"\r\n":
                self.announce(str(manager.getsockname()[1]).encode() + end)
                self.expect_uploads(manager)
        self.ends_cleanly(self.server)

    def test_refuses_what_is_no_port(self):
        for wrong in b"abc", b"0", b"70000", b"", b"\x05\x39", b"1" * 100_000:
            try:
                self.announce(wrong)
            except ConnectionError:
                self.assertGreater(len(wrong), 100)  # Only a flood is cut off.
        with listener() as manager:
            manager.settimeout(30)
            self.announce(str(manager.getsockname()[1]).encode())
            self.expect_uploads(manager)
        self.until(lambda: self.server.err.count(b"which is no port") == 6)
        held = connect(self.port)
        self.ends_cleanly(self.server, signal.SIGINT)
        held.close()

    def test_missing_file(self):
        server = self.start("remote_server", free_port(), "one.txt", "none")
        self.assertEqual(server.status(), 1)
        self.assertIn(b"cannot read none", server.err)

    def test_with_our_own_manager(self):
        target = self.folder / "target"
        target.mkdir()
        manager = self.start("content_manager", "127.0.0.1", self.port, free_port(), cwd=target)
        self.assertEqual(manager.status(), 0, manager.err)
        for name in "one.txt", "two.bin":
            self.assertEqual((target / name).read_bytes(), (self.folder / name).read_bytes())
