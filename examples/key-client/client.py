"""A key client as the task asks for it."""
import http.client

host = "127.0.0.1"
port = 5000
user_id = "1"


def request(method, target):
    """Sends one request; returns the response's status and body."""
    connection = http.client.HTTPConnection(host, port, timeout=8)
    try:
        connection.request(method, target)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def do_key():
    try:
        status, body = request("KEY", f"/user/{user_id}/")
    except (OSError, http.client.HTTPException):
        return None
    return body if status == 200 else None


def do_put(key_val):
    status, body = request("PUT", f"/key/{user_id}/{key_val.decode()}/")
    return body.decode()
