"""Files, folders, pipes and links with names that a report or a terminal could take for something else."""
import os

NAMES = [b"new\nline", b"\x1b[31mred\x1b[0m\x07", b"]]><!--<script>alert(1)<", b"\xff\xfe\xed\xa0\x80",
         b"[[ATTACHMENT|x]]", b"::error::forged", b"-rf", b" ", b"..  ", b"\xe2\x80\xae reversed", b"x" * 255,
         b"\r\n\r\n", b"&bogus;&#0;", b"a\tb", b"\\", b"'\"`$(x)"]


def make():
    for name in NAMES:
        with open(name, "wb") as file:
            file.write(name)
    os.mkfifo(b"pipe\n")
    os.symlink(b"/etc/passwd", b"link\x1b[2J")
    os.symlink(b".", b"loop")
    os.symlink(b"/proc/self/fd", b"descriptors")
    deep = b"d\n" * 20
    here = os.getcwd()
    for _ in range(60):
        os.mkdir(deep)
        os.chdir(deep)
    os.chdir(here)
