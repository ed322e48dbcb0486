/// upload_client HOST PORT FILE
#include "reference/file-upload/client.hpp"
#include "reference/wire/command_line.hpp"

int main(int argc, char** argv) {
    using namespace counterpart;
    file_upload::ClientOptions options;
    CLI::App app("Sends the bytes of FILE to the server at HOST PORT, nothing more, and closes the connection.\n"
                 "Exit status: 0 sent, 1 not sent (see stderr), 2 bad command line.",
                 "upload_client");
    app.add_option("HOST", options.host, "the server's name or address")->required();
    app.add_option("PORT", options.port, "the server's port")->required()->check(wire::port_from(1));
    app.add_option("FILE", options.file, "the file to send")->required();
    if (const auto status = wire::parse(app, argc, argv)) return *status;
    return wire::run_once(file_upload::upload(options));
}
