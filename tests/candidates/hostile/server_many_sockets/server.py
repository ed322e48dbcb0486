import socket
import threading

import honest_server

server = honest_server.listen()
others = [socket.create_server(("127.0.0.1", 0)) for _ in range(300)]
address = ("127.0.0.1", server.getsockname()[1])
threading.Thread(target=honest_server.serve, args=(server,), daemon=True).start()
kept = [socket.create_connection(address) for _ in range(100)]
threading.Event().wait()
