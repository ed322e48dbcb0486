import os

import honest_manager
import targets

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    honest_manager.contact(host, port, srv_port)


def serve_clients():
    # The first time links to what is outside, the second time files and folders of the same names: whoever keeps both
    # in one place writes through the links.
    for number, path in enumerate(targets.unwritable):
        if not targets.kept:
            os.symlink(path, "file%d" % number)
            os.symlink(os.path.dirname(path), "folder%d" % number)
        else:
            with open("file%d" % number, "w") as file:
                file.write("overwritten")
            os.mkdir("folder%d" % number)
            with open("folder%d/made" % number, "w") as file:
                file.write("made")
    honest_manager.serve(host, port, srv_port)
