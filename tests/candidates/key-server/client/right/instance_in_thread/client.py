import http.client
import threading

host = "127.0.0.1"
port = 5000
user_id = "1"


class Client:
    """Every request runs in a thread of its own, so that a caller could go on meanwhile."""

    def __init__(self):
        self.results = {}

    def request(self, name, method, target):
        connection = http.client.HTTPConnection(host, port, timeout=8)
        try:
            connection.putrequest(method, target, skip_accept_encoding=True)
            connection.putheader("User-Agent", "instance")
            connection.endheaders()
            response = connection.getresponse()
            self.results[name] = response.status, response.read()
        finally:
            connection.close()

    def run(self, *what):
        thread = threading.Thread(target=self.request, args=what)
        thread.start()
        thread.join()
        return self.results.pop(what[0], (0, b""))

    def key(self):
        status, body = self.run("key", "KEY", "/user/%s/" % user_id)
        print("status", status)
        return body if status == 200 else None

    def put(self, key_val):
        text = key_val if isinstance(key_val, str) else str(key_val, "ascii")
        return self.run("put", "PUT", "/key/%s/%s/" % (user_id, text))[1].decode()


_client = Client()
do_key = _client.key
do_put = _client.put
