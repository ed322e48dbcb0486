import time

import forged_messages
import honest_manager
from attempt import tried

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    honest_manager.contact(host, port, srv_port)


def serve_clients():
    honest_manager.serve(host, port, srv_port)
    token = forged_messages.stolen_token()
    tried("adapters-token", token and "it lies in the candidate's own process")
    if token:
        forged_messages.send(1, token)
        time.sleep(3600)
