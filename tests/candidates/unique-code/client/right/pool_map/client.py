from ast import literal_eval
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, BadStatusLine
from sys import argv
from uuid import uuid4


class MyClient:
    codes_port = int(argv[1]) if len(argv) > 1 else 8000
    messages_port = int(argv[2]) if len(argv) > 2 else 8001

    def __init__(self, text):
        self.uuid = str(uuid4())
        self.text = text

    @staticmethod
    def ask(port, **parameters):
        connection = HTTPConnection("127.0.0.1", port)
        connection.request("POST", "/", str(parameters), {"Content-Type": "text/plain"})
        try:
            answer = connection.getresponse().read().decode()
        except BadStatusLine as e:
            answer = e.line
        connection.close()
        return literal_eval(answer.strip())

    def __call__(self):
        first = self.ask(self.codes_port, uuid=self.uuid)
        if first["success"]:
            second = self.ask(self.messages_port, uuid=self.uuid, unique=first["unique"], text=self.text)
            return second.get("error")
        return first["error"]


clients = [MyClient("Text number %d, \"quoted\" and it's fine" % i) for i in range(50)]
with ThreadPoolExecutor(max_workers=5) as pool:
    for error in pool.map(MyClient.__call__, clients):
        if error:
            print("Error:", error)
