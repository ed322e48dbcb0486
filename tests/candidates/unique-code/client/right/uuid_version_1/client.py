import socket,uuid,ast,sys
p=[int(x) for x in sys.argv[1:]] or [8000,8001]
def post(n,d):
    s=socket.create_connection(('localhost',p[n]))
    b=str(d).encode()
    s.sendall(b'POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s'%(len(b),b))
    r=b''
    while c:=s.recv(99):r+=c
    return ast.literal_eval(r.decode())
for i in range(50):
    d={'uuid':str(uuid.uuid1())}
    r=post(0,d)
    if r['success']:
        d['unique']=r['unique'];d['text']='text %d'%i
        r=post(1,d)
    if not r['success']:print(r['error'])
