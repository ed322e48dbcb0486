"""What the attacks aim at. tests/conformance/hostile.py writes a copy of its own here, with things that are there."""
secrets = []  # files and folders that a candidate has no business with
unwritable = []  # files that it must not change
tcp = []  # (address, port) of listeners outside
udp = []
unix_path = ""  # a Unix socket that listens
unix_abstract = ""  # one in the abstract namespace
shared_memory = -1  # id of a SysV segment of the same user
processes = []  # of the harness's user
kept = False  # whether what an earlier run of the same candidate left has been kept
