/// key_server PORT USER…
#include "reference/key-server/server.hpp"
#include "reference/wire/command_line.hpp"

int main(int argc, char** argv) {
    using namespace counterpart;
    key_server::ServerOptions options;
    wire::CommandLine line("key_server",
                           "Issues keys over HTTP: 'KEY /user/USER/' gives a fresh key of 128 hex digits, and\n"
                           "'PUT /key/USER/KEY/' says whether that key was issued to that user. Try:\n"
                           "  curl -X KEY http://localhost:PORT/user/USER/\n"
                           "Ends with status 0 on SIGINT or SIGTERM.\n"
                           "Exit status: 0 ended by a signal, 1 could not start, 2 bad command line.");
    line.port("PORT", options.port, "the port to listen on");
    line.texts("USER", options.users, "the ids of the known users");
    if (const auto status = line.parse(argc, argv)) return *status;
    return key_server::serve_keys(options);
}
