import socket,sys,os,signal
from threading import Thread
def f(c,n):
    c.settimeout(10)
    o=open(n,'wb')
    try:
        while d:=c.recv(9999):o.write(d)
    except TimeoutError:
        o.close();o=open(n,'w');o.write('ERROR')
    except OSError:pass
    o.close();c.close()
try:
    p,d=int(sys.argv[1]),sys.argv[2]
    assert 1023<p<65536
except Exception as e:sys.exit(f'ERROR: bad arguments {e!r}')
for s in 2,3,15:signal.signal(s,lambda *a:os._exit(0))
os.makedirs(d,exist_ok=1)
s=socket.create_server(('',p),backlog=2)
n=0
while 1:
    c,_=s.accept()
    n+=1
    Thread(target=f,args=(c,f'{d}/{n}.file')).start()
