from http.client import HTTPConnection, HTTPException

host = "127.0.0.1"
port = 5000
user_id = 1

_connection = None


def _ask(method, url):
    """One connection for all requests; it is opened again if the server closed it."""
    global _connection
    if _connection is None:
        _connection = HTTPConnection(host, port, timeout=10)
    try:
        _connection.request(method, url)
        response = _connection.getresponse()
    except (HTTPException, OSError):
        _connection.close()
        _connection.request(method, url)
        response = _connection.getresponse()
    return response.status, response.read()


def do_key():
    status, body = _ask("KEY", f"http://{host}:{port}/user/{user_id}/")
    return body if status == 200 else None


def do_put(key_val):
    return _ask("PUT", f"/key/{user_id}/{str(key_val, 'ascii')}/")[1].decode()
