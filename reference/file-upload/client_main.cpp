/// upload_client HOST PORT FILE
#include "reference/file-upload/client.hpp"
#include "reference/wire/command_line.hpp"

int main(int argc, char** argv) {
    using namespace counterpart;
    file_upload::ClientOptions options;
    wire::CommandLine line(
        "upload_client",
        "Sends the bytes of FILE to the server at HOST PORT, nothing more, and closes the connection.\n"
        "Exit status: 0 sent, 1 not sent (see stderr), 2 bad command line.");
    line.text("HOST", options.host, "the server's name or address");
    line.port("PORT", options.port, "the server's port");
    line.text("FILE", options.file, "the file to send");
    if (const auto status = line.parse(argc, argv)) return *status;
    return wire::run_once(file_upload::upload(options));
}
