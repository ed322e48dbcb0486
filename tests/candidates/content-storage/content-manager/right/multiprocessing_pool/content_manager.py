import multiprocessing
import socket

host = "127.0.0.1"
port = 5000
srv_port = 1337


def save(data):
    name, _, contents = data.partition(b"\n")
    with open(name.decode(), "wb") as f:
        f.write(contents)
    return name


def contact_clients():
    s = socket.socket()
    s.connect((host, port))
    s.sendall(b"%d" % srv_port)
    s.close()


def serve_clients():
    with socket.socket() as server, multiprocessing.Pool(2) as pool:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("", srv_port))
        server.listen()
        contact_clients()
        jobs = []
        for i in range(2):
            conn, addr = server.accept()
            with conn:
                parts = list(iter(lambda: conn.recv(65536), b""))
            jobs.append(pool.apply_async(save, [b"".join(parts)]))
        for job in jobs:
            job.get()
