"""Results in the adapter's own form, on every descriptor that might be the harness's."""
import json
import os
import stat
import sys

FORMS = [{"event": "returned", "type": "NoneType", "repr": "None", "hex": "", "length": 0, "threads": 1},
         {"event": "loaded"}, {"event": "load-failed", "type": "Error", "repr": "forged"},
         {"event": "returned", "type": "bytes", "hex": "zz0", "length": -1, "threads": 1 << 40}]


def stolen_token():
    """The adapter waits in a frame above: what it knows is there to be read."""
    frame = sys._getframe()
    while frame:
        if "token" in frame.f_locals:
            return frame.f_locals["token"]
        frame = frame.f_back
    return ""


def call_name():
    frame = sys._getframe()
    while frame:
        if "request" in frame.f_locals:
            return frame.f_locals["request"]["call"]
        frame = frame.f_back
    return "call"


def sockets():
    for number in range(3, 1024):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                yield number
        except OSError:
            pass


def send(times, token="0" * 32):
    """With the token, the first form alone: that it returned."""
    forms = FORMS[:1] if token != "0" * 32 else FORMS
    texts = [json.dumps({**form, "token": token, "call": call_name()}).encode() for form in forms]
    texts += [] if len(forms) == 1 else [b"[" * 100000, b"{" + b"x" * 200000, b"\xff", b"null", b'{"token": 7}']
    for number in list(sockets()):
        for count in range(times):
            try:
                os.write(number, texts[count % len(texts)])
            except OSError:
                break
