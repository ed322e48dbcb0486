import ast
import socket
import sys
import threading
import uuid

codes_port = int((sys.argv[1:] or [8000])[0])
messages_port = int((sys.argv[2:] or [8001])[0])
print_lock = threading.Lock()
unique = [None]
barrier = threading.Barrier(50)


def say(*words):
    with print_lock:
        print(*words, flush=True)


class Worker(threading.Thread):
    def __init__(self, number):
        super().__init__()
        self.number = number
        self.id = str(uuid.uuid4())

    def send(self, port, values):
        data = str(values).encode('utf-8')
        s = socket.create_connection(('localhost', port), timeout=60)
        s.sendall(b'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n' % len(data))
        s.sendall(data)
        answer = s.makefile('rb').read()
        s.close()
        return ast.literal_eval(answer.decode('utf-8'))

    def run(self):
        result = self.send(codes_port, {'uuid': self.id})
        if result['success'] is not True:
            say(self.number, result['error'])
            return
        unique[0] = result['unique']
        barrier.wait()
        text = 'hello from thread %d' % self.number
        result = self.send(messages_port, {'uuid': self.id, 'unique': unique[0], 'text': text})
        say(self.number, 'stored' if result['success'] else result['error'])


workers = [Worker(n) for n in range(50)]
for w in workers:
    w.start()
for w in workers:
    w.join()
