import socket
import sys

server = socket.create_server(("", int(sys.argv[1])))
clients = []
while True:
    clients.append(server.accept())
