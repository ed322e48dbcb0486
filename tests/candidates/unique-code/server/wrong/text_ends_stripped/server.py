import ast
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

codes = {}
writing = Lock()


def answer_code(asked):
    if not asked.get('uuid'):
        return dict(success=False, error='a uuid is needed')
    return dict(success=True, unique=codes.setdefault(asked['uuid'], os.urandom(10).hex()))


def answer_message(asked):
    if 'text' not in asked or 'unique' not in asked:
        return dict(success=False, error='a code and a text are needed')
    if asked.get('uuid') not in codes or codes[asked['uuid']] != asked['unique']:
        return dict(success=False, error='this is not the code of this uuid')
    with writing, open('texts.log', 'ab') as log:
        log.write(asked['text'].strip(' ').encode() + b'\n')
    return dict(success=True)


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        try:
            reply = self.server.answer(ast.literal_eval(body.decode()))
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            reply = dict(success=False, error='the body is no dict')
        self.wfile.write(repr(reply).encode())


class Server(ThreadingHTTPServer):
    request_queue_size = 64
    daemon_threads = True


servers = [Server(('', int(port)), Handler) for port in sys.argv[1:3] or (8000, 8001)]
servers[0].answer, servers[1].answer = answer_code, answer_message
Thread(target=servers[0].serve_forever, daemon=True).start()
servers[1].serve_forever()
