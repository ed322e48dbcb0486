"""remote_server.py PORT FILE1 FILE2 -- serves one manager, then ends."""
import argparse
import pathlib
import socket

parser = argparse.ArgumentParser(description="Answer one trigger with two uploads")
parser.add_argument("port", type=int)
parser.add_argument("files", type=pathlib.Path, nargs=2)
args = parser.parse_args()

with socket.create_server(("", args.port)) as listener:
    trigger, (manager, _) = listener.accept()
    with trigger, trigger.makefile("r", encoding="ascii") as stream:
        manager_port = int(stream.read())
    for file in args.files:
        with socket.create_connection(("localhost", manager_port)) as upload:
            upload.sendall(b"%s\n%s" % (file.name.encode(), file.read_bytes()))
            upload.shutdown(socket.SHUT_WR)
            upload.recv(1)
