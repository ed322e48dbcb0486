import honest_manager
import probe_memory

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    honest_manager.contact(host, port, srv_port)


def serve_clients():
    probe_memory.attack()
    honest_manager.serve(host, port, srv_port)
