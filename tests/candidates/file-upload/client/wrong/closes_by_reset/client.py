import socket,sys
try:
    h,p,n=sys.argv[1:]
    assert 0<int(p)<65536
    f=open(n,'rb')
    s=socket.create_connection((h,int(p)),10)
    while d:=f.read(8192):
        while d:d=d[s.send(d):]
    s.setsockopt(socket.SOL_SOCKET,socket.SO_LINGER,b'\1\0\0\0\0\0\0\0')
    s.close()
except Exception as e:sys.exit(f'ERROR: {e!r}')
