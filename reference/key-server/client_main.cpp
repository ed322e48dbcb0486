/// key_client HOST PORT USER_ID
#include "reference/key-server/client.hpp"
#include "reference/wire/command_line.hpp"

int main(int argc, char** argv) {
    using namespace counterpart;
    key_server::ClientOptions options;
    CLI::App app("Asks the key server at HOST PORT for a key ('KEY /user/USER_ID/'), prints it, presents it\n"
                 "('PUT /key/USER_ID/KEY/'), and prints the server's response.\n"
                 "Exit status: 0 success, 1 the server refused or failed (see stderr), 2 bad command line.",
                 "key_client");
    app.add_option("HOST", options.host, "the server's name or address")->required();
    app.add_option("PORT", options.port, "the server's port")->required()->check(wire::port_from(1));
    app.add_option("USER_ID", options.user_id, "the user to ask for")->required();
    if (const auto status = wire::parse(app, argc, argv)) return *status;
    return wire::run_once(key_server::fetch_and_present(options));
}
