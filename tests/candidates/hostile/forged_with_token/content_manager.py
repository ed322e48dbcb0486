import forged_messages
import honest_manager

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    pass


def serve_clients():
    honest_manager.contact(host, port, srv_port)
    forged_messages.send(1, forged_messages.stolen_token())
    while True:
        pass
