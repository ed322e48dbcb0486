import os, re, sys
import socketserver

KEYS = dict((u, set()) for u in sys.argv[2:])

class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        while self.one_request():
            pass

    def one_request(self):
        line = self.rfile.readline().decode('latin-1')
        if not line:
            return False
        m = re.match(r'^(\S+) (\S+) HTTP/1\.([01])\r\n$', line)
        if not m:
            self.answer('400 Bad Request', 'I do not understand this request line')
            return False
        method, url, minor = m.groups()
        keep = minor == '1'
        size = 0
        while True:
            header = self.rfile.readline().decode('latin-1')
            if header in ('\r\n', '\n'):
                break
            if ':' not in header:
                self.answer('400 Bad Request', 'bad header')
                return False
            name, value = header.split(':', 1)
            if name.lower() == 'content-length':
                size = int(value)
            if name.lower() == 'connection' and value.strip().lower() == 'close':
                keep = False
        self.rfile.read(size)
        self.dispatch(method, url)
        return keep

    def dispatch(self, method, url):
        m = re.fullmatch(r'/user/([^/]+)/', url)
        if m:
            if method != 'KEY':
                return self.answer('405 Method Not Allowed', 'use KEY', 'Allow: KEY\r\n')
            if m[1] not in KEYS:
                return self.answer('404 Not Found', 'unknown user')
            key = os.urandom(64).hex()
            KEYS[m[1]].add(key)
            return self.answer('200 OK', key)
        m = re.fullmatch(r'/key/([^/]+)/([^/]+)/', url)
        if m:
            if method != 'PUT':
                return self.answer('405 Method Not Allowed', 'use PUT', 'Allow: PUT\r\n')
            if m[1] not in KEYS:
                return self.answer('404 Not Found', 'unknown user')
            if m[2] not in KEYS[m[1]]:
                return self.answer('401 Unauthorized', 'wrong key')
            return self.answer('200 OK', 'correct key')
        self.answer('400 Bad Request', 'bad url')

    def answer(self, status, body, more=''):
        self.wfile.write(('HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s' % (status, more, len(body), body)).encode())

class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

Server(('', int(sys.argv[1])), Handler).serve_forever()
