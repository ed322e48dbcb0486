import socket

import honest_client

host = "127.0.0.1"
port = 5000
user_id = "1"


def do_key():
    kept = [socket.create_connection((host, port)) for _ in range(900)]
    return honest_client.key(host, port, user_id) if kept else None


def do_put(key_val):
    return honest_client.put(host, port, user_id, key_val)
