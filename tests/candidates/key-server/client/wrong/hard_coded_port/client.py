import http.client

host = 'localhost'
port = 5000
user_id = 1


def do_key():
    connection = http.client.HTTPConnection(host, 5000, timeout=10)
    connection.request('KEY', '/user/{}/'.format(user_id))
    response = connection.getresponse()
    key = response.read()
    connection.close()
    if response.status == 200:
        return key
    return None


def do_put(key_val):
    connection = http.client.HTTPConnection(host, port, timeout=10)
    connection.request('PUT', '/key/{}/{}/'.format(user_id, key_val.decode()))
    response = connection.getresponse()
    text = response.read().decode('utf-8')
    connection.close()
    return text
