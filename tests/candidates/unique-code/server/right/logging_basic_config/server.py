import ast
import logging
import socketserver
import sys
import threading
import uuid

logging.basicConfig(filename='server.log', level=logging.INFO, encoding='utf-8',
                    format='%(asctime)s %(levelname)s %(message)s')
pairs = {}


def refuse(why):
    return {'success': False, 'error': why}


class Request(socketserver.StreamRequestHandler):
    def handle(self):
        length = 0
        while (line := self.rfile.readline().strip().lower()):
            if line.startswith(b'content-length:'):
                length = int(line.split(b':')[1])
        try:
            asked = ast.literal_eval(self.rfile.read(length).decode())
            reply = self.issue(asked) if self.server.issues else self.keep(asked)
        except (ValueError, SyntaxError, KeyError, TypeError) as error:
            reply = refuse(f'bad request: {error!r}')
        self.wfile.write(str(reply).encode())

    def issue(self, asked):
        return {'success': True, 'unique': pairs.setdefault(asked['uuid'], uuid.uuid4().hex)} if asked['uuid'] else \
            refuse('empty uuid')

    def keep(self, asked):
        if pairs.get(asked['uuid'], '') != asked['unique']:
            return refuse('wrong code')
        logging.info(asked['text'])
        return {'success': True}


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    request_queue_size = 64
    daemon_threads = True


ports = [int(word) for word in sys.argv[1:3]] or [8000, 8001]
codes, messages = (Server(('', port), Request) for port in ports)
codes.issues, messages.issues = True, False
threading.Thread(target=codes.serve_forever, daemon=True).start()
messages.serve_forever()
