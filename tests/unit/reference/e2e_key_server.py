"""key_server against raw sockets, http.client and curl; key_client against a Python server; both together."""
import http.client, shutil, socket, subprocess, threading, time, unittest

from e2e import Case, connect, free_port, in_pieces, listener, read_all, reset

KEY = "0123456789abcdef" * 8


class KeyServer(Case):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        self.server = self.serve("key_server", self.port, "1", "anna", "a b/ü")

    def ask(self, method, target, peer=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        self.addCleanup(connection.close)
        connection.request(method, target)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers

    def key(self, user):
        status, key, _ = self.ask("KEY", f"/user/{user}/")
        self.assertEqual(status, 200)
        self.assertRegex(key, "^[0-9a-f]{128}$")
        return key

    def test_issue_and_verify(self):
        mine, other = self.key("1"), self.key("anna")
        self.assertEqual(self.ask("PUT", f"/key/1/{mine}/")[0], 200)
        self.assertEqual(self.ask("PUT", f"/key/anna/{other}/")[0], 200)
        for target in f"/key/1/{other}/", f"/key/1/{KEY}/", f"/key/1/b'{mine}'/":
            self.assertEqual(self.ask("PUT", target)[0], 403)
        encoded = self.key("a%20b%2F%C3%BC")
        self.assertEqual(self.ask("PUT", f"/key/a%20b%2f%c3%bc/{encoded}/")[0], 200)

    def test_errors(self):
        for method, target, status in (("KEY", "/user/none/", 404), ("PUT", f"/key/none/{KEY}/", 404),
                                       ("KEY", "/user/1", 400), ("KEY", "/user/", 400), ("KEY", "/user/%zz/", 400),
                                       ("KEY", "/user//", 400), ("KEY", "/other/1/", 400), ("KEY", "*", 400)):
            with self.subTest(method=method, target=target):
                got, message, _ = self.ask(method, target)
                self.assertEqual(got, status)
                self.assertTrue(message)
        for method, target, allowed in (("GET", "/user/1/", "KEY"), ("KEY", f"/key/1/{KEY}/", "PUT")):
            status, message, headers = self.ask(method, target)
            self.assertEqual((status, headers["Allow"]), (405, allowed))

    def raw(self, data, size=None):
        with connect(self.port) as peer:
            in_pieces(peer, data, size or len(data))
            return read_all(peer)

    def test_malformed_and_oversized(self):
        self.assertIn(b" 400 ", self.raw(b"rubbish\r\n\r\n"))
        self.assertIn(b" 400 ", self.raw(b"KEY /user/1 HTTP\r\n\r\n"))
        self.assertIn(b" 431 ", self.raw(b"KEY /user/1/ HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n"))
        self.assertIn(b" 413 ", self.raw(b"PUT /key/1/2/ HTTP/1.1\r\nContent-Length: 10000000000\r\n\r\n"))
        self.assertIn(b" 400 ", self.raw(b"PUT /key/1/2/ HTTP/1.1\r\nContent-Length: -1\r\n\r\n"))
        self.key("1")

    def test_head_has_no_body(self):
        answer = self.raw(b"HEAD /user/1/ HTTP/1.1\r\n\r\nKEY /user/1/ HTTP/1.1\r\nConnection: close\r\n\r\n")
        first, second, key = answer.split(b"\r\n\r\n")
        self.assertTrue(first.startswith(b"HTTP/1.1 405 ") and second.startswith(b"HTTP/1.1 200 "), answer)
        self.assertEqual(len(key), 128)

    def test_pieces_and_pipelining(self):
        request = b"KEY /user/1/ HTTP/1.1\r\nHost: x\r\n\r\n"
        last = b"KEY /user/1/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        for size in 1, 7, 1000:
            answers = self.raw(request * 9 + last, size).split(b"HTTP/1.1 200 OK\r\n")[1:]
            keys = [answer.split(b"\r\n\r\n")[1] for answer in answers]
            self.assertEqual(len(set(keys)), 10)

    def test_fifty_at_once_and_no_repeats(self):
        keys, lock = [], threading.Lock()

        def client(user):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            for _ in range(20):
                connection.request("KEY", f"/user/{user}/")
                key = connection.getresponse().read().decode()
                connection.request("PUT", f"/key/{user}/{key}/")
                answer = connection.getresponse()
                answer.read()
                with lock:
                    keys.append((answer.status, key))
            connection.close()
        peers = [self.peer(client, ("1", "anna")[i % 2]) for i in range(50)]
        for peer in peers:
            self.result(peer)
        self.assertEqual({status for status, _ in keys}, {200})
        self.assertEqual(len({key for _, key in keys}), 1000)

    def test_lives_on_after_resets_and_ends_with_open_connections(self):
        held = []
        for _ in range(100):
            peer = connect(self.port)
            peer.sendall(b"KEY /user/1/ HTT")
            held.append(peer)
        for peer in held[:50]:
            reset(peer)
        self.key("1")
        self.ends_cleanly(self.server)
        for peer in held:
            peer.close()

    @unittest.skipUnless(shutil.which("curl"), "curl is not installed")
    def test_curl(self):
        def curl(method, path, *more):
            return subprocess.run(["curl", "-sS", "-X", method, *more, f"http://127.0.0.1:{self.port}{path}"],
                                  capture_output=True, timeout=30, check=True).stdout.decode()
        key = curl("KEY", "/user/anna/")
        self.assertRegex(key, "^[0-9a-f]{128}$")
        self.assertIn("success", curl("PUT", f"/key/anna/{key}/"))
        self.assertIn("success", curl("PUT", f"/key/anna/{key}/", "-d", "x" * 2000, "-H", "Expect: 100-continue"))
        self.assertEqual(curl("PUT", "/user/anna/", "-o", "/dev/null", "-w", "%{http_code}"), "405")

    def test_usage(self):
        self.expect_usage("key_server", free_port())
        self.expect_usage("key_server", "abc", "1")
        busy = self.start("key_server", self.port, "1")
        self.assertEqual(busy.status(), 1)
        self.assertIn(f"port {self.port}".encode(), busy.err)


class KeyClient(Case):
    def run_client(self, replies, user="anna", size=None, keep_open=False):
        """Serves `replies`, one a connection; returns (program, requests seen)."""
        server, requests, held = listener(), [], []
        server.settimeout(30)

        def play():
            for reply in replies:
                peer, _ = server.accept()
                head = b""
                while b"\r\n\r\n" not in head:
                    head += peer.recv(4096)
                requests.append(head)
                in_pieces(peer, reply, size or len(reply) or 1)
                held.append(peer)
                if not keep_open:
                    peer.close()
        peer = self.peer(play)
        client = self.start("key_client", "127.0.0.1", server.getsockname()[1], user)
        client.status()
        self.result(peer)
        for connection in held + [server]:
            connection.close()
        return client, requests

    def reply(self, body, status="200 OK", length="Content-Length"):
        return f"HTTP/1.1 {status}\r\nX-More: y\r\n{length}: {len(body)}\r\n\r\n{body}".encode()

    def test_both_stages(self):
        for size in None, 1:
            for keep_open in False, True:
                client, requests = self.run_client([self.reply(KEY, length="content-LENGTH"),
                                                    self.reply("well done", "200 Fine")], "anna", size, keep_open)
                self.assertEqual((client.process.returncode, client.out), (0, f"{KEY}\nwell done\n".encode()))
                self.assertTrue(requests[0].startswith(b"KEY /user/anna/ HTTP/1.1\r\nHost: 127.0.0.1:"))
                self.assertTrue(requests[1].startswith(f"PUT /key/anna/{KEY}/ HTTP/1.1\r\n".encode()))

    def test_encoded_user_chunked_and_until_close(self):
        chunked = (f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{KEY[:64]}\r\n40\r\n{KEY[64:]}\r\n"
                   "0\r\n\r\n").encode()
        client, requests = self.run_client([chunked, b"HTTP/1.0 200 OK\r\n\r\nuntil the end"], "a b/ü")
        self.assertEqual((client.process.returncode, client.out), (0, f"{KEY}\nuntil the end\n".encode()))
        self.assertTrue(requests[0].startswith(b"KEY /user/a%20b%2F%C3%BC/ "))

    def test_error_statuses(self):
        for status in "400 Bad Request", "404 Not Found", "405 Method Not Allowed":
            client, _ = self.run_client([self.reply("no such user", status)])
            self.assertEqual((client.process.returncode, client.out), (1, b""))
            self.assertIn(b"no such user", client.err)
        client, _ = self.run_client([self.reply(KEY), self.reply("wrong key", "403 Forbidden")])
        self.assertEqual((client.process.returncode, client.out), (1, f"{KEY}\n".encode()))
        self.assertIn(b"wrong key", client.err)

    def test_broken_servers(self):
        begin = time.monotonic()
        for reply in b"", b"garbage\r\n\r\n", b"\0" * 100_000, self.reply("12"), self.reply("x" * 128), \
                self.reply(KEY)[:-1], b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20_000:
            client, _ = self.run_client([reply])
            self.assertEqual((client.process.returncode, client.out), (1, b""))
            self.assertTrue(client.err.startswith(b"ERROR: "))
        refused = self.start("key_client", "127.0.0.1", free_port(), "1")
        self.assertEqual(refused.status(), 1)
        self.assertLess(time.monotonic() - begin, 30)

    def test_silent_server(self):
        with listener() as server:
            begin = time.monotonic()
            client = self.start("key_client", "localhost", server.getsockname()[1], "1")
            self.assertEqual(client.status(), 1)
            self.assertLess(time.monotonic() - begin, 10)

    def test_with_our_own_server(self):
        port = free_port()
        self.serve("key_server", port, "a b")
        client = self.start("key_client", "localhost", port, "a b")
        self.assertEqual(client.status(), 0, client.err)
        self.assertRegex(client.out.decode(), "^[0-9a-f]{128}\nsuccess")
        stranger = self.start("key_client", "localhost", port, "nobody")
        self.assertEqual(stranger.status(), 1)
