# First all the codes, then all the messages.
import ast, http.client, sys, uuid

p1, p2 = sys.argv[1:3] if len(sys.argv) > 2 else ("8000", "8001")

def call(port, **data):
    c = http.client.HTTPConnection("127.0.0.1", int(port), timeout=30)
    c.request("POST", "/", str(data).encode("utf-8"), {"Content-Type": "text/plain"})
    try:
        return ast.literal_eval(c.getresponse().read().decode())
    except http.client.BadStatusLine as e:
        return ast.literal_eval(e.line)
    finally:
        c.close()

codes = {}
for n in range(50):
    u = str(uuid.uuid4())
    r = call(p1, uuid=u)
    if r["success"]:
        codes[u] = r["unique"].strip("'\"")
    else:
        print("error:", r["error"])

for n, (u, code) in enumerate(codes.items()):
    r = call(p2, uuid=u, unique=code, text="Message number " + str(n))
    if not r["success"]:
        print("error:", r["error"])
