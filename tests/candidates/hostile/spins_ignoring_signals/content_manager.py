import signal


host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    pass


def serve_clients():
    for number in range(1, signal.NSIG):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        pass
