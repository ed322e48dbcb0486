"""One thread, both uploads at the same time, with selectors."""
import selectors
import socket

host, port = "127.0.0.1", 5000
srv_port = 1337


def contact_clients():
    trigger = socket.create_connection((host, port))
    trigger.sendall(str(srv_port).encode())
    trigger.close()


def write_file(message):
    head, _, body = bytes(message).partition(b"\n")
    with open(head.decode("utf-8"), "wb") as f:
        f.write(body)


def serve_clients():
    sel = selectors.DefaultSelector()
    listener = socket.create_server(("", 1337))
    listener.setblocking(False)
    sel.register(listener, selectors.EVENT_READ)
    contact_clients()
    done = 0
    while done < 2:
        for key, _ in sel.select():
            if key.fileobj is listener:
                conn, peer = listener.accept()
                conn.setblocking(False)
                sel.register(conn, selectors.EVENT_READ, bytearray())
                continue
            conn, buffer = key.fileobj, key.data
            piece = conn.recv(16384)
            if piece:
                buffer += piece
            else:
                sel.unregister(conn)
                conn.close()
                write_file(buffer)
                done += 1
    sel.close()
    listener.close()
