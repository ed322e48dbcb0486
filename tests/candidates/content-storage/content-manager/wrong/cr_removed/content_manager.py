import socket
import threading

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    """Tell the remote server which port we listen on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
        s.connect((host, port))
        s.sendall(str(srv_port).encode("ascii"))


def save_file(client_socket):
    """Runs in a thread of its own, one per connection."""
    parts = []
    with client_socket:
        while True:
            part = client_socket.recv(32768)
            if part == b"":
                break
            parts.append(part)
    message = b"".join(parts)
    filename, _, contents = message.partition(b"\n")
    with open(filename.decode(), "wb") as out:
        out.write(contents.replace(b"\r", b""))


def serve_clients():
    """Listen, send the trigger and save two files."""
    workers = []
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("0.0.0.0", srv_port))
        server.listen(2)
        contact_clients()
        while len(workers) < 2:
            client_socket, address = server.accept()
            worker = threading.Thread(target=save_file, args=(client_socket,))
            worker.start()
            workers.append(worker)
        for worker in workers:
            worker.join()
