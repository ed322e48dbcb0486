"""Calls functions of a candidate's module and tells the harness what they returned.

Started as: python3 adapter.py MODULE_FILE, with a SEQPACKET socket as descriptor 3. The harness sends one JSON message
for each thing to do and gets one or more back. Prints of the candidate go where prints go; this channel is apart.
"""
import importlib.util
import json
import os
import socket
import sys
import threading
import traceback


def main():
    # Out of the way of programs that close or write to low descriptors by number.
    channel_fd = os.dup(3)
    for number in range(200, 240):
        try:
            os.fstat(number)
        except OSError:
            os.dup2(channel_fd, number, inheritable=False)
            os.close(channel_fd)
            channel_fd = number
            break
    os.close(3)
    channel = socket.socket(fileno=channel_fd)
    first = json.loads(channel.recv(1 << 16))
    token = first["token"]
    home = os.getpid()

    def tell(**facts):
        if os.getpid() != home:  # a child that the candidate forked and that ran on into our code
            os._exit(0)
        facts["token"] = token
        channel.send(json.dumps(facts).encode())

    path = sys.argv[1]
    del sys.argv[1:]
    sys.argv[0] = path
    sys.path[0] = os.path.dirname(path)
    sys.stdout.reconfigure(line_buffering=True)

    name = os.path.splitext(os.path.basename(path))[0]
    try:
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        for variable in first["variables"]:
            assign(module, variable)
    except BaseException as problem:
        tell(event="load-failed", **describe(problem))
        flush()
        os._exit(1)
    tell(event="loaded")

    while True:
        message = channel.recv(1 << 20)
        if not message:
            break
        request = json.loads(message)
        function = getattr(module, request["function"], None)
        if not callable(function):
            tell(event="no-function", call=request["call"])
            continue
        try:
            arguments = [argument_value(one) for one in request["arguments"]]
            value = function(*arguments)
        except BaseException as problem:
            flush()
            tell(event="raised", call=request["call"], threads=threading.active_count(), **describe(problem))
            continue
        flush()
        tell(event="returned", call=request["call"], threads=threading.active_count(), **shown(value))
    # The harness is done with us; threads that the candidate left behind go too.
    os._exit(0)


def assign(module, variable):
    """Sets a variable that the module has, keeping its type; a value that does not fit stays text."""
    name, text = variable["name"], variable["value"]
    if not hasattr(module, name):
        return
    present = getattr(module, name)
    if isinstance(present, bool) or present is None:
        kind = variable["type"]
    elif isinstance(present, int):
        kind = "int"
    elif isinstance(present, bytes):
        kind = "bytes"
    elif isinstance(present, (tuple, list)):
        kind = "pair"
    else:
        kind = "str"
    value = text
    if kind == "int" and text.isdigit():
        value = int(text)
    elif kind == "bytes":
        value = text.encode()
    elif kind == "pair":
        host, _, port = text.rpartition(":")
        value = type(present)((host, int(port))) if isinstance(present, (tuple, list)) else (host, int(port))
    setattr(module, name, value)


def argument_value(argument):
    data = bytes.fromhex(argument["hex"])
    if argument["type"] == "bytes":
        return data
    text = data.decode("utf-8", "surrogateescape")
    return int(text) if argument["type"] == "int" else text


LIMIT = 48 * 1024


def shown(value):
    """A value's type and bytes (a str as UTF-8), at most LIMIT of them, and how it looks."""
    kind = type(value).__name__
    data = b""
    if isinstance(value, (bytes, bytearray)):
        data = bytes(value)
    elif isinstance(value, str):
        data = value.encode("utf-8", "surrogateescape")
    try:
        look = repr(value)[:400]
    except BaseException as problem:
        look = "<repr() raised %s>" % type(problem).__name__
    return {"type": kind, "length": len(data), "hex": data[:LIMIT].hex(), "repr": look}


def describe(problem):
    text = "".join(traceback.format_exception(type(problem), problem, problem.__traceback__))
    # The first frame is always this file's own call.
    return {"type": type(problem).__name__, "repr": str(problem)[:400], "traceback": text[-8000:]}


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            pass


# A process that multiprocessing starts anew ("spawn", "forkserver") imports this file once more, under another name.
if __name__ == "__main__":
    main()
