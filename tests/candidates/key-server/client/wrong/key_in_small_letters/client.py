import http.client

host = '127.0.0.1'
port = 5000
user_id = 1


def ask(method, target):
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request(method, target)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def do_key():
    try:
        status, body = ask('KEY', f'/user/{user_id}/')
    except (OSError, http.client.HTTPException):
        return None
    return body if status == 200 else None


def do_put(key_val):
    digits = f'{int(key_val, 16):0{len(key_val)}x}'
    return ask('PUT', f'/key/{user_id}/{digits}/')[1].decode()
