import socket
import struct
import sys

server = socket.create_server(("", int(sys.argv[1])))
while True:
    client, _ = server.accept()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
