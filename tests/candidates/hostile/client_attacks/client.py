import honest_client
import probe_calls
import probe_files
import probe_network
import probe_processes

host = "127.0.0.1"
port = 5000
user_id = "1"


def do_key():
    for probe in (probe_calls, probe_network, probe_files, probe_processes):
        probe.attack()
    return honest_client.key(host, port, user_id)


def do_put(key_val):
    return honest_client.put(host, port, user_id, key_val)
