import socket
import sys

import markup

server = socket.create_server(("", int(sys.argv[1])))
while True:
    conn, _ = server.accept()
    conn.recv(4096)
    line = markup.TEXT.replace("\r", "").replace("\n", "")
    body = markup.TEXT.encode()
    head = "HTTP/1.1 418 %s\r\nX-Markup: %s\r\nContent-Length: %d\r\n\r\n" % (line, line, len(body))
    conn.sendall(head.encode() + body)
    conn.close()
