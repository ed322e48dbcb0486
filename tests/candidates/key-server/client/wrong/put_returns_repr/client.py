import urllib.error
import urllib.request

host = "127.0.0.1"
port = 5000
user_id = 1

opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def send(method, path):
    url = "http://%s:%s%s" % (host, port, path)
    request = urllib.request.Request(url, method=method)
    try:
        with opener.open(request, timeout=10) as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def do_key():
    status, key = send("KEY", "/user/%s/" % user_id)
    if status == 200:
        return key


def do_put(key_val):
    status, text = send("PUT", "/key/%s/%s/" % (user_id, key_val.decode("ascii")))
    return str(text)
