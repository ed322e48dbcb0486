from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from os import urandom
from sys import argv

issued = {}


class KeyServer(BaseHTTPRequestHandler):
    def answer(self, status, text, allow=None):
        self.send_response(status)
        if allow:
            self.send_header('Allow', allow)
        self.end_headers()
        self.wfile.write(text.encode())

    def do_KEY(self):
        match self.path.split('/'):
            case ['', 'user', user, ''] if user in argv[2:]:
                issued[user] = urandom(64).hex()
                self.answer(200, issued[user])
            case ['', 'key', _, _, '']:
                self.answer(405, 'a key is handed back with PUT', 'PUT')
            case _:
                self.answer(404, 'there is no such user')

    def do_PUT(self):
        match self.path.split('/'):
            case ['', 'key', user, key, '']:
                right = issued.get(user) == key
                self.answer(200 if right else 403, 'That is the key.' if right else 'That is not the key.')
            case _:
                self.answer(405, 'a key is asked for with KEY', 'KEY')

    def do_GET(self):
        self.answer(405, 'not this method', 'PUT' if self.path.startswith('/key/') else 'KEY')

    do_POST = do_DELETE = do_HEAD = do_GET


class Server(ThreadingHTTPServer):
    request_queue_size = 64


if __name__ == '__main__':
    Server(('', int(argv[1])), KeyServer).serve_forever()
