/// file_server PORT
#include "reference/file-exchange/server.hpp"
#include "reference/wire/command_line.hpp"

int main(int argc, char** argv) {
    using namespace counterpart;
    std::uint16_t port = 0;
    wire::CommandLine line(
        "file_server",
        "Serves the working directory to file_client: put stores a new file, get sends one, list names all.\n"
        "Prints a line for each request. Existing files are never overwritten, symbolic links not followed.\n"
        "Ends with status 0 on SIGINT or SIGTERM.\n"
        "Exit status: 0 ended by a signal, 1 could not start, 2 bad command line.");
    line.port("PORT", port, "the port to listen on");
    if (const auto status = line.parse(argc, argv)) return *status;
    return file_exchange::serve_files(port);
}
