from ast import literal_eval
from http.server import BaseHTTPRequestHandler, HTTPServer
from secrets import token_urlsafe
from threading import Thread

issued = {}


class Base(BaseHTTPRequestHandler):
    def do_POST(self):
        asked = literal_eval(self.rfile.read(int(self.headers['Content-Length'])).decode())
        self.wfile.write(str(self.handle_data(asked)).encode())


class Codes(Base):
    def handle_data(self, asked):
        if asked.get('uuid'):
            return {'success': True, 'unique': issued.setdefault(asked['uuid'], token_urlsafe(12))}
        return {'success': False, 'error': 'Where is your uuid?'}


class Messages(Base):
    def handle_data(self, asked):
        if asked.get('uuid') not in issued or asked.get('unique') != issued[asked['uuid']]:
            return {'success': False, 'error': 'uuid and code do not belong together'}
        if 'text' not in asked:
            return {'success': False, 'error': 'there is no text'}
        with open('messages.log', 'a', encoding='utf-8') as log:
            print(asked['text'], file=log)
        return {'success': True}


Thread(target=HTTPServer(('', 8000), Codes).serve_forever).start()
HTTPServer(('', 8001), Messages).serve_forever()
