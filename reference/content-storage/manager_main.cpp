/// content_manager HOST PORT SRV_PORT
#include "reference/content-storage/manager.hpp"
#include "reference/wire/command_line.hpp"

int main(int argc, char** argv) {
    using namespace counterpart;
    content_storage::ManagerOptions options;
    wire::CommandLine line(
        "content_manager",
        "Tells the remote server at HOST PORT to connect to SRV_PORT, saves the two files that it then sends\n"
        "('file name', a line feed, contents) in the working directory, and ends.\n"
        "Exit status: 0 both saved, 1 not both saved, 2 bad command line.");
    line.text("HOST", options.host, "the remote server's name or address");
    line.port("PORT", options.port, "the remote server's port");
    line.port("SRV_PORT", options.srv_port, "our own port, for the uploads");
    if (const auto status = line.parse(argc, argv)) return *status;
    return wire::run_once(content_storage::store_two_files(options));
}
