import ast
import uuid
from http.client import BadStatusLine, HTTPConnection

HOST = "localhost"
PORT1 = 8000
PORT2 = 8001


def post(port, data):
    conn = HTTPConnection(HOST, port)
    conn.request("POST", "/", body=str(data).encode("utf-8"))
    try:
        res = ast.literal_eval(conn.getresponse().read().decode("utf-8"))
    except BadStatusLine as response:
        res = ast.literal_eval(response.line)
    conn.close()
    return res


class Client:
    def __init__(self):
        self.uuid = str(uuid.uuid4())
        self.unique = None

    def request_unique(self):
        res = post(PORT1, {"uuid": self.uuid})
        if res["success"]:
            self.unique = res["unique"]
            print("[*] Got a unique code")
        else:
            print(res["error"])

    def send_text(self, text):
        if self.unique is None:
            return
        res = post(PORT2, {"uuid": self.uuid, "unique": self.unique, "text": str(text)})
        if res["success"]:
            print("[*] Stored text in log file")
        else:
            print(res["error"])


clients = []
for i in range(50):
    clients.append(Client())

for i in range(50):
    clients[i].request_unique()
    clients[i].send_text(f"Text insertion for index {i}")
