import http.client
host='127.0.0.1'
port=5000
user_id=1

def req(m,u):
    c=http.client.HTTPConnection(host,port)
    c.request(m,u)
    r=c.getresponse()
    return r.reason,r.read()

def do_key():
    s,b=req('KEY',f'/user/{user_id}/')
    if s!="OK": return None
    return b

def do_put(key_val):
    return req('PUT',f'/key/{user_id}/{key_val.decode()}/')[1].decode()
