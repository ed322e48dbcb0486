import threading

import forged_messages
import honest_manager

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    honest_manager.contact(host, port, srv_port)


def serve_clients():
    threading.Thread(target=forged_messages.send, args=(1000,), daemon=True).start()
    forged_messages.send(500)
    honest_manager.serve(host, port, srv_port)
