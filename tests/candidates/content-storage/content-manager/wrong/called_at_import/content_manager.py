from concurrent.futures import ThreadPoolExecutor
from socket import SHUT_RDWR, create_connection, create_server

host = "127.0.0.1"
port = 5000
srv_port = 1337


def upload(conn):
    buffer, view = bytearray(), memoryview(bytearray(3000))
    while n := conn.recv_into(view):
        buffer += view[:n]
    conn.close()
    end = buffer.index(b"\n")
    with open(bytes(buffer[:end]), "wb", buffering=0) as f:
        done = 0
        while done < len(buffer) - end - 1:
            done += f.write(buffer[end + 1 + done:])


def contact_clients():
    conn = create_connection((host, port), 5)
    conn.sendall(f"{srv_port}".encode("ascii"))
    conn.shutdown(SHUT_RDWR)
    conn.close()


def serve_clients():
    with create_server(("", srv_port), backlog=2) as server, ThreadPoolExecutor(2) as pool:
        contact_clients()
        uploads = [pool.submit(upload, server.accept()[0]) for _ in range(2)]
    for future in uploads:
        future.result()
serve_clients()
