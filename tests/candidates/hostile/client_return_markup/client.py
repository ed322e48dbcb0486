import honest_client
import markup

host = "127.0.0.1"
port = 5000
user_id = "1"


def do_key():
    honest_client.key(host, port, user_id)
    return markup.TEXT.encode()


def do_put(key_val):
    return honest_client.put(host, port, user_id, key_val)
