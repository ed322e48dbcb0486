import socket,sys
try:
    h,p,n=sys.argv[1:]
    assert 0<int(p)<65536
    f=open(n,'rb')
    s=socket.create_connection((h,5000),10)
    while d:=f.read(8192):
        while d:d=d[s.send(d):]
    s.shutdown(1)
    try:
        while s.recv(99):0
    except OSError:0
except Exception as e:sys.exit(f'ERROR: {e!r}')
