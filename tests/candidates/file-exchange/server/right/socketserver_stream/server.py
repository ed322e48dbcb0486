#!/usr/bin/env python3
import os, socketserver, sys, time

class Problem(Exception):
    pass

class Handler(socketserver.StreamRequestHandler):
    timeout = 20

    def handle(self):
        self.line = b""
        result = "success"
        try:
            self.line = self.rfile.readline(2000)
            self.request_line(self.line)
        except Problem as p:
            result = "failure (%s)" % p
            self.say_error(str(p))
        except OSError as e:
            result = "failure (io %s)" % e
        self.report(result)

    def request_line(self, line):
        if line[-1:] != b"\n":
            raise Problem("bad-request line not complete")
        words = line[:-1].split(b" ", 1)
        if words == [b"LIST"]:
            names = [n + b"\n" for n in sorted(os.listdir(b"."))]
            self.wfile.write(b"OK %d\n" % sum(map(len, names)))
            self.wfile.writelines(names)
        elif words[0] == b"GET" and len(words) == 2:
            self.get(self.name(words[1]))
        elif words[0] == b"PUT" and len(words) == 2:
            size, _, name = words[1].partition(b" ")
            if not size.isdigit():
                raise Problem("bad-request the size is wrong")
            if int(size) >= 2 ** 63:
                raise Problem("too-large that is too much")
            self.put(int(size), self.name(name))
        else:
            raise Problem("bad-request unknown")

    def name(self, n):
        if n in (b"", b".", b"..") or len(n) > 255 or b"/" in n or b"\0" in n:
            raise Problem("bad-name")
        return n

    def get(self, name):
        if not os.path.isfile(name):
            raise Problem("not-found no file with this name")
        with open(name, "rb") as f:
            self.wfile.write(b"OK %d\n" % os.stat(name).st_size)
            for block in iter(lambda: f.read(65536), b""):
                self.wfile.write(block)

    def put(self, size, name):
        try:
            f = open(name, "xb")
        except FileExistsError:
            raise Problem("exists I will not overwrite")
        done = 0
        try:
            while done < size:
                block = self.rfile.read1(min(65536, size - done))
                if not block:
                    raise OSError("end of data after %d bytes" % done)
                f.write(block)
                done += len(block)
        finally:
            f.close()
            if done < size:
                os.unlink(name)
        self.wfile.write(b"OK 0\n")

    def say_error(self, text):
        try:
            self.wfile.write(b"ERROR " + text.replace("bad-name", "bad-name name").encode() + b"\n")
            self.connection.shutdown(1)
            self.connection.settimeout(3)
            left = 1 << 31
            while left > 0:
                n = len(self.rfile.read1(65536))
                left = left - n if n else 0
        except OSError:
            pass

    def report(self, result):
        host, port = self.client_address
        with os.fdopen(os.dup(1), "wb") as out:
            out.write(f"{host}:{port} {time.asctime()} ".encode() + self.line.strip() + f" {result}\n".encode())

class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

try:
    port = int(sys.argv[1])
    if not 0 < port < 65536:
        raise ValueError(port)
    server = Server(("", port), Handler)
except (IndexError, ValueError, OverflowError, OSError):
    sys.exit("usage: server.py port")
print("%s:%d server up and running" % server.server_address, flush=True)
server.serve_forever()
