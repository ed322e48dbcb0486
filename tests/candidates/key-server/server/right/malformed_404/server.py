import secrets
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

keys = {name: [] for name in sys.argv[2:]}


class KeyHandler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    default_request_version = 'HTTP/1.1'

    def reply(self, status, text, **headers):
        body = text.encode()
        self.send_response(status)
        self.send_header('Content-Type', 'text/plain')
        self.send_header('Content-Length', str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def route(self):
        self.rfile.read(int(self.headers.get('Content-Length', 0)))
        parts = self.path.split('/')
        if self.headers.defects:
            self.close_connection = True
            self.reply(400, 'bad headers')
        elif len(parts) == 4 and parts[0] == parts[3] == '' and parts[1] == 'user' and parts[2]:
            self.user(parts[2])
        elif len(parts) == 5 and parts[0] == parts[4] == '' and parts[1] == 'key' and parts[2] and parts[3]:
            self.key(parts[2], parts[3])
        else:
            self.reply(404, 'not found')

    def user(self, name):
        if self.command != 'KEY':
            self.reply(405, 'use KEY', Allow='KEY')
        elif name not in keys:
            self.reply(404, 'user ' + name + ' does not exist')
        else:
            key = secrets.token_hex(64)
            keys[name].append(key)
            self.reply(200, key)

    def key(self, name, value):
        if self.command != 'PUT':
            self.reply(405, 'use PUT', Allow='PUT')
        elif value in keys.get(name, []):
            self.reply(200, 'Success! The key is right.')
        else:
            self.reply(403, 'Wrong key')

    def __getattr__(self, name):
        # whatever the method, route() decides
        if name.startswith('do_'):
            return self.route
        raise AttributeError(name)


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


Server(('', int(sys.argv[1])), KeyHandler).serve_forever()
