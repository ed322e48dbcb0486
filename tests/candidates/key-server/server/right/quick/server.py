import sys,re,os
from socketserver import *
ok={u:[] for u in sys.argv[2:]}
class H(StreamRequestHandler):
    def handle(s):
        while 1:
            h=b''
            while not h.endswith(b'\r\n\r\n'):
                l=s.rfile.readline()
                if not l:return
                h+=l
            r=h.decode('latin1').split('\r\n')
            n=re.search(r'(?i)\ncontent-length: *(\d+)',h.decode('latin1'))
            s.rfile.read(int(n[1]) if n else 0)
            m=re.fullmatch(r'(\S+) (\S+) HTTP/1.[01]',r[0])
            if not m or not all(':' in x for x in r[1:-2]): c,b=400,'bad request'
            else: c,b=s.do(m[1],m[2].split('/'))
            a={'k':'Allow: KEY\r\n','p':'Allow: PUT\r\n'}.get(b[:1],'') if c==405 else ''
            s.wfile.write(f'HTTP/1.1 {c} x\r\n{a}Content-Length: {len(b)}\r\n\r\n{b}'.encode())
            if not m or r[0][-1]=='0' or b'connection: close' in h.lower():return
    def do(s,m,p):
        if p[0] or p[-1] or '' in p[1:-1]: return 400,'bad path'
        if p[1]=='user' and len(p)==4:
            if m!='KEY':return 405,'key only'
            if p[2] not in ok:return 404,'unknown'
            k=os.urandom(64).hex()
            ok[p[2]].append(k)
            return 200,k
        if p[1]=='key' and len(p)==5:
            if m!='PUT':return 405,'put only'
            return (200,'yes') if p[3] in ok.get(p[2],[]) else (403,'no')
        return 400,'bad path'
class S(ThreadingTCPServer):
    allow_reuse_address=daemon_threads=True
S(('',int(sys.argv[1])),H).serve_forever()
