import socket

host, port, srv_port = "127.0.0.1", 5000, 1337


def contact_clients():
    remote = socket.create_connection((host, port))
    remote.sendall(str(srv_port).encode("ascii"))
    remote.close()


def serve_clients():
    door = socket.create_server(("", srv_port))
    contact_clients()
    for _ in range(2):
        upload, _peer = door.accept()
        whole = b"".join(iter(lambda: upload.recv(8192), b""))
        upload.close()
        name, _, contents = whole.partition(b"\n")
        with open(name.split()[0], "wb") as file:
            file.write(contents)
    door.close()
