import os,socket,sys,threading,time
class E(Exception):0
def need(ok,*a):
    if not ok:raise E(*a)
def name(n):
    need(0<len(n)<256 and not {47,0}&set(n) and n not in(b'.',b'..'),'bad-name','no')
    return n
def go(c,f,l):
    need(l[-1:]==b'\n','bad-request','no line')
    v,_,r=l[:-1].partition(b' ')
    if l==b'LIST\n':
        b=b''.join(x+b'\n' for x in sorted(os.listdir(b'.')))
        c.sendall(b'OK %d\n%s'%(len(b),b))
    elif v==b'GET':
        need(os.path.isfile(name(r)),'not-found','no')
        with open(r,'rb') as i:
            c.sendall(b'OK %d\n'%os.stat(r).st_size)
            c.sendfile(i)
    else:
        s,_,n=r.partition(b' ')
        need(v==b'PUT' and s.isdigit(),'bad-request','?')
        need(int(s)<2**63,'too-large','no')
        need(not os.path.lexists(name(n)),'exists','no')
        s=int(s)
        try:
            with open(n,'xb') as o:
                while s:
                    d=f.read1(min(s,9999))
                    if not d:raise OSError('cut')
                    s-=o.write(d)
        except OSError as e:
            os.remove(n)
            if isinstance(e,TimeoutError):return
            raise
        c.sendall(b'OK 0\n')
def serve(c,a):
    c.settimeout(20)
    l,w=b'',b'success'
    try:
        f=c.makefile('rb')
        l=f.readline(999)
        go(c,f,l)
    except E as e:
        w=b'failure '+' '.join(e.args).encode()
        try:
            c.sendall(b'ERROR '+w[8:]+b'\n')
            c.shutdown(1)
            c.settimeout(3)
            for _ in range(99999):
                if not f.read1(99999):break
        except OSError:0
    except OSError as e:w=b'failure '+repr(e).encode()
    f.close()
    c.close()
    os.write(1,f'{a[0]} {a[1]} {time.ctime()} '.encode()+l.strip()+b' '+w+b'\n')
try:
    p=int(sys.argv[1])
    assert 0<p<65536
except Exception:sys.exit('usage: server.py PORT')
s=socket.create_server(('',p),backlog=50)
print('0.0.0.0',p,'server up and running',flush=True)
while 1:threading.Thread(target=serve,args=s.accept(),daemon=True).start()
