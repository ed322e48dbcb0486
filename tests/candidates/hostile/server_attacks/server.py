import honest_server
import probe_calls
import probe_files
import probe_network
import probe_processes

for probe in (probe_calls, probe_network, probe_files, probe_processes):
    probe.attack()
honest_server.serve(honest_server.listen())
