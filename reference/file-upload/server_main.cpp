/// upload_server PORT DIR
#include "reference/file-upload/server.hpp"
#include "reference/wire/command_line.hpp"

int main(int argc, char** argv) {
    using namespace counterpart;
    file_upload::ServerOptions options;
    wire::CommandLine line(
        "upload_server",
        "Stores whatever each connection to PORT brings as DIR/1.file, DIR/2.file and so on, in the order of\n"
        "connection. A connection that is silent for 10 s is dropped, and its file holds 'ERROR'.\n"
        "Ends with status 0 on SIGINT, SIGTERM or SIGQUIT.\n"
        "Exit status: 0 ended by a signal, 1 could not start, 2 bad command line.");
    // FU-1.1: the ports below are the system's.
    line.port("PORT", options.port, "the port to listen on", wire::Need::required, 1024);
    line.text("DIR", options.directory, "where to store; made when missing");
    if (const auto status = line.parse(argc, argv)) return *status;
    return file_upload::serve_uploads(options);
}
