/// key_client HOST PORT USER_ID
#include "reference/key-server/client.hpp"
#include "reference/wire/command_line.hpp"

int main(int argc, char** argv) {
    using namespace counterpart;
    key_server::ClientOptions options;
    wire::CommandLine line("key_client",
                           "Asks the key server at HOST PORT for a key ('KEY /user/USER_ID/'), prints it, presents it\n"
                           "('PUT /key/USER_ID/KEY/'), and prints the server's response.\n"
                           "Exit status: 0 success, 1 the server refused or failed (see stderr), 2 bad command line.");
    line.text("HOST", options.host, "the server's name or address");
    line.port("PORT", options.port, "the server's port");
    line.text("USER_ID", options.user_id, "the user to ask for");
    if (const auto status = line.parse(argc, argv)) return *status;
    return wire::run_once(key_server::fetch_and_present(options));
}
