import ast,os,sys
from http.server import *
from threading import Thread
c={}
def say(h,**d): h.wfile.write(str(d).encode())
class A(BaseHTTPRequestHandler):
    def do_POST(s):
        d=ast.literal_eval(s.rfile.read(int(s.headers['Content-Length'])).decode())
        if not d.get('uuid'): return say(s,success=False,error='uuid?')
        say(s,success=True,unique=c.setdefault(d['uuid'],os.urandom(9).hex()))
class B(BaseHTTPRequestHandler):
    def do_POST(s):
        d=ast.literal_eval(s.rfile.read(int(s.headers['Content-Length'])).decode())
        if not('unique'in d and 'text'in d and c.get(d.get('uuid'),c)==d['unique']):
            return say(s,success=False,error='no')
        with open('log','ab') as f: f.write(d['text'].encode()+b'\n')
        say(s,success=True)
p=[int(x) for x in sys.argv[1:]] or [8000,8001]
Thread(target=ThreadingHTTPServer(('',p[0]),A).serve_forever).start()
ThreadingHTTPServer(('',p[1]),B).serve_forever()
