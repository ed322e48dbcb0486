"""unique_code_server against http.client as the task uses it; unique_code_client against a Python server."""
import ast, http.client, socket, time, uuid

from e2e import Case, connect, free_port, in_pieces, listener, read_all, reset


class UniqueCodeServer(Case):
    def setUp(self):
        super().setUp()
        self.codes, self.messages = free_port(), free_port()
        self.server = self.launch()

    def launch(self, *options):
        return self.serve("unique_code_server", self.codes, self.messages, *options)

    def post(self, port, body):
        """As the task's own client does it: the dict is what http.client takes for a bad status line."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.addCleanup(connection.close)
        connection.request("POST", "/", body=str(body).encode())
        try:
            connection.getresponse()
        except http.client.BadStatusLine as response:
            return ast.literal_eval(response.line)
        raise AssertionError("a proper response, where a bare dict was expected")

    def raw(self, port, data, size=None):
        with connect(port) as peer:
            in_pieces(peer, data, size or len(data))
            return ast.literal_eval(read_all(peer).decode())

    def code(self, name):
        reply = self.post(self.codes, {"uuid": name})
        self.assertIs(reply["success"], True)
        return reply["unique"]

    def log(self, name="logs.txt"):
        return (self.folder / name).read_bytes()

    def test_codes_and_messages(self):
        first, second = str(uuid.uuid4()), str(uuid.uuid4())
        codes = self.code(first), self.code(second)
        self.assertNotEqual(*codes)
        self.assertEqual(self.code(first), codes[0])
        texts = ["plain", "it's \"quoted\" \\ back\\n", "ünïcode 日本", "two\nlines", ""]
        for text in texts:
            reply = self.post(self.messages, {"uuid": first, "unique": codes[0], "text": text})
            self.assertEqual(reply, {"success": True})
            self.assertTrue(self.log().endswith(text.encode() + b"\n"))
        for wrong in ({"uuid": first, "unique": codes[1], "text": "x"}, {"uuid": first, "unique": "", "text": "x"},
                      {"uuid": str(uuid.uuid4()), "unique": codes[0], "text": "x"}, {"uuid": first, "text": "x"},
                      {"uuid": first, "unique": codes[0]}, {"uuid": first, "unique": codes[0], "text": 1}, {}, "x"):
            reply = self.post(self.messages, wrong)
            self.assertIs(reply["success"], False)
            self.assertTrue(reply["error"])
        self.assertEqual(self.log(), "".join(text + "\n" for text in texts).encode())
        self.ends_cleanly(self.server)

    def test_uuid_missing_or_empty(self):
        for body in {}, {"uuid": ""}, {"uuid": None}:
            self.assertIs(self.post(self.codes, body)["success"], False)

    def test_earlier_log_is_kept(self):
        self.ends_cleanly(self.server)
        (self.folder / "other.log").write_bytes(b"earlier, without an end")
        self.server = self.launch("--log", "other.log")
        name = str(uuid.uuid4())
        self.post(self.messages, {"uuid": name, "unique": self.code(name), "text": "later"})
        self.assertEqual(self.log("other.log"), b"earlier, without an end\nlater\n")

    def test_pieces(self):
        body = str({"uuid": str(uuid.uuid4())}).encode()
        request = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        replies = [self.raw(self.codes, request, size) for size in (1, 3, None)]
        self.assertEqual(replies, [replies[0]] * 3)

    def test_hostile_requests(self):
        head = b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n"
        for body in b"__import__('os').system('touch pwned')", b"[" * 100_000, b"\0\xff", b"{'uuid': true}":
            self.assertIs(self.raw(self.codes, head % len(body) + body)["success"], False)
        for data in (head % 10_000_000_000, b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n",
                     b"rubbish\r\n\r\n", b"POST / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000):
            self.assertIs(self.raw(self.messages, data)["success"], False)
        self.assertEqual([p.name for p in self.folder.iterdir()], ["logs.txt"])
        self.code(str(uuid.uuid4()))

    def test_fifty_at_once_beside_silent_ones(self):
        silent = [connect(port) for port in (self.codes, self.messages) for _ in range(20)]
        for peer in silent[::2]:
            peer.sendall(b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\n{'uuid'")

        def client(index):
            name = str(uuid.uuid4())
            code = self.code(name)
            return self.post(self.messages, {"uuid": name, "unique": code, "text": f"text {index}"})
        peers = [self.peer(client, index) for index in range(50)]
        self.assertEqual([self.result(peer) for peer in peers], [{"success": True}] * 50)
        self.assertEqual(sorted(self.log().decode().split("\n")), sorted([""] + [f"text {i}" for i in range(50)]))
        reset(silent[0])
        self.ends_cleanly(self.server)
        for peer in silent:
            peer.close()

    def test_http_reply(self):
        self.ends_cleanly(self.server)
        self.server = self.launch("--reply", "http")
        connection = http.client.HTTPConnection("127.0.0.1", self.codes, timeout=30)
        connection.request("POST", "/", body=str({"uuid": str(uuid.uuid4())}))
        reply = ast.literal_eval(connection.getresponse().read().decode())
        self.assertIs(reply["success"], True)
        connection.close()
        for style in (), ("--reply", "http"):
            client = self.start("unique_code_client", self.codes, self.messages, "--count", 5)
            self.assertEqual(client.status(), 0, client.err)
        self.assertEqual(self.log().count(b"\n"), 10)

    def test_usage(self):
        self.expect_usage("unique_code_server", "x", "8001")
        self.expect_usage("unique_code_server", "8000", "8001", "--reply", "json")
        busy = self.start("unique_code_server", free_port(), self.messages, "--log", "l")
        self.assertEqual(busy.status(), 1)
        self.assertIn(f"port {self.messages}".encode(), busy.err)

    def test_default_ports(self):
        server = self.serve("unique_code_server", "--log", "default.log")
        client = self.start("unique_code_client")
        self.assertEqual(client.status(), 0, client.err)
        texts = "".join(f"Text insertion for index {i}\n" for i in range(50))
        self.assertEqual(self.log("default.log"), texts.encode())
        self.assertIn(b"50 of 50", client.out)
        self.ends_cleanly(server)


class UniqueCodeClient(Case):
    def run_client(self, answer, count=3, size=None, delay=0):
        """Serves with `answer(port index, request dict)` -> bytes; returns (program, list of (port index, dict))."""
        sockets, seen = [listener(), listener()], []

        def play(index):
            while True:
                try:
                    peer, _ = sockets[index].accept()
                except OSError:
                    return
                with peer:
                    stream = peer.makefile("rb")
                    line, length = stream.readline(), 0
                    assert line == b"POST / HTTP/1.1\r\n", line
                    while (header := stream.readline()) != b"\r\n":
                        if header.lower().startswith(b"content-length:"):
                            length = int(header.split(b":")[1])
                    request = ast.literal_eval(stream.read(length).decode())
                    seen.append((index, request))
                    time.sleep(delay)
                    reply = answer(index, request)
                    in_pieces(peer, reply, size or max(len(reply), 1))
                    stream.close()
        peers = [self.peer(play, index) for index in (0, 1)]
        client = self.start("unique_code_client", *(s.getsockname()[1] for s in sockets), "--count", count)
        client.status()
        for server in sockets:
            server.shutdown(socket.SHUT_RDWR)
            server.close()
        for peer in peers:
            self.result(peer)
        return client, seen

    @staticmethod
    def good(index, request):
        issued = {"success": True, "unique": "c'\"\\" + request["uuid"]}
        return str(issued if index == 0 else {"success": True}).encode()

    def test_pairs(self):
        wrap = lambda *a: b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + self.good(*a)
        for answer, size in (self.good, None), (self.good, 1), (wrap, None), (wrap, 5):
            client, seen = self.run_client(answer, 4, size)
            self.assertEqual(client.process.returncode, 0, client.err)
            self.assertEqual([index for index, _ in seen], [0, 1] * 4)
            names = [request["uuid"] for index, request in seen if index == 0]
            self.assertEqual(len(set(names)), 4)
            for name, (_, message) in zip(names, seen[1::2]):
                self.assertEqual(uuid.UUID(name).version, 4)
                self.assertEqual(message["unique"], "c'\"\\" + name)
                self.assertEqual(message["uuid"], name)
                self.assertIsInstance(message["text"], str)

    def test_slow_server(self):
        client, seen = self.run_client(self.good, 1, delay=2)
        self.assertEqual(client.process.returncode, 0, client.err)

    def test_refusals_are_printed_and_passed_over(self):
        count = [0]

        def refuse_first(index, request):
            count[0] += 1
            return b"{'success': False, 'error': 'not you'}" if count[0] == 1 else self.good(index, request)
        client, seen = self.run_client(refuse_first)
        self.assertEqual(client.process.returncode, 0)
        self.assertIn(b"not you", client.out)
        self.assertEqual([index for index, _ in seen], [0, 0, 1, 0, 1])

    def test_broken_servers(self):
        begin = time.monotonic()
        for reply in b"", b"rubbish", b"{'success': true}", b"{}", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", \
                b"[" * 100_000:
            client, seen = self.run_client(lambda *_: reply)
            self.assertEqual((client.process.returncode, len(seen)), (1, 1), reply)
            self.assertTrue(client.err.startswith(b"ERROR: "))
        gone = self.start("unique_code_client", free_port(), free_port())
        self.assertEqual(gone.status(), 1)
        self.assertLess(time.monotonic() - begin, 30)
