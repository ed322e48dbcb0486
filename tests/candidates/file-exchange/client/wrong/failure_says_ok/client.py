import os,select,socket,sys,time
A=sys.argv[1:]
def die(w):sys.exit('usage: client.py host port put name|get name|list '+w)
if len(A)<3 or not A[1].isdigit() or not 0<int(A[1])<65536:die('(port)')
v,n=A[2],os.fsencode(A[3]) if A[3:] else b''
if v not in('put','get','list') or (v=='list')!=(len(A)==3):die('(request)')
def size(f):
    l=f.readline(999)
    if l[:3]==b'OK ' and l[-1:]==b'\n':return int(l[3:])
    raise OSError(l.decode(errors='replace').strip() or 'no reply')
def body(f,k):
    while k:
        d=f.read1(min(k,9999))
        if not d:raise OSError('cut')
        k-=len(d)
        yield d
def go():
    if v=='get' and os.path.lexists(n):raise OSError('exists here')
    if v=='put':i=open(n,'rb')
    print('Connecting to',A[0],A[1],flush=True)
    s=socket.create_connection((A[0],int(A[1])),20)
    print('Connected',flush=True)
    f=s.makefile('rb')
    if v=='put':
        s.sendall(b'PUT %d %s\n'%(os.stat(n).st_size,n))
        try:
            while not select.select([s],[],[],0)[0] and (d:=i.read(9999)):s.sendall(d)
        except ConnectionError:0
        l=f.readline(999).strip()
        if l!=b'OK':raise OSError(l.decode(errors='replace') or 'no reply')
    elif v=='get':
        s.sendall(b'GET '+n+b'\n')
        k=size(f)
        with open(n,'xb') as o:
            try:
                for d in body(f,k):o.write(d)
            except OSError:
                os.remove(n)
                raise
    else:
        s.sendall(b'LIST\n')
        os.write(1,b''.join(body(f,size(f))))
r=b'success'
try:go()
except OSError as e:r='→ failure: '.encode()+os.fsencode(str(e))
os.write(1,f'{A[0]}:{A[1]} {time.ctime()} {v} '.encode()+n+b' '+r+b'\n')
sys.exit(r!=b'success')
