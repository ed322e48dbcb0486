"""client.py HOST PORT put NAME | get NAME | list"""
import http.client
import json
import os
import sys
import time
import urllib.parse


class Refused(Exception):
    pass


def path(name):
    return "/" + urllib.parse.quote(os.fsencode(name), safe="")


def reply(connection):
    response = connection.getresponse()
    if response.status >= 400:
        raise Refused(response.read(1000).decode("utf-8", "replace"))
    return response


def put(connection, name):
    with open(name, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        try:
            connection.request("PUT", path(name), body=file, headers={"Content-Length": str(size)})
        except ConnectionError:
            # the refusal may be there already
            pass
        reply(connection)


def get(connection, name):
    if os.path.lexists(name):
        raise FileExistsError("there is a file " + name)
    connection.request("GET", path(name))
    response = reply(connection)
    left = int(response.getheader("Content-Length"))
    with open(name, "xb") as file:
        try:
            while left:
                data = response.read1(min(left, 65536))
                if not data:
                    raise ConnectionError("the data end too early")
                file.write(data)
                left -= len(data)
        except BaseException:
            os.remove(name)
            raise


def listing(connection, name):
    connection.request("GET", "/")
    for entry in json.loads(reply(connection).read()):
        sys.stdout.buffer.write(os.fsencode(entry) + b"\n")
    sys.stdout.flush()


REQUESTS = {"put": put, "get": get, "list": listing}


def main():
    words = sys.argv[1:]
    good = len(words) >= 3 and words[1].isdigit() and 0 < int(words[1]) < 65536 and words[2] in REQUESTS
    if not good or len(words) != (3 if words[2] == "list" else 4):
        sys.exit("usage: client.py HOST PORT put NAME | get NAME | list")
    host, port, request = words[0], int(words[1]), words[2]
    name = words[3] if request != "list" else ""
    if request == "put" and not os.path.isfile(name):
        outcome = "failure: FileNotFoundError: there is no file of this name"
    else:
        connection = http.client.HTTPConnection(host, port, timeout=20)
        try:
            print("connecting to", host, port, flush=True)
            connection.connect()
            print("connected", flush=True)
            REQUESTS[request](connection, name)
            outcome = "success"
        except (OSError, Refused, http.client.HTTPException, ValueError) as error:
            outcome = "failure: %s: %s" % (type(error).__name__, error)
        finally:
            connection.close()
    text = "%s:%d %s %s %s %s\n" % (host, port, time.ctime(), request, name, outcome)
    sys.stdout.buffer.write(os.fsencode(text))
    sys.exit(outcome != "success")


main()
