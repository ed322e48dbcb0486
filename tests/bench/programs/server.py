"""The candidate that cases are measured with: sends back what comes, ends when its peer does, and says what processor
time it has used. With a second argument it only begins to listen: that is the bare start that costs are compared
with."""
import socket
import sys
import time

listening = socket.create_server(("127.0.0.1", int(sys.argv[1])))
if len(sys.argv) == 2:
    peer, _ = listening.accept()
    while data := peer.recv(4096):
        peer.sendall(data)
    peer.close()
print(time.process_time_ns())
