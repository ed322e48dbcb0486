/// remote_server PORT FILE1 FILE2
#include "reference/content-storage/remote.hpp"
#include "reference/wire/command_line.hpp"

int main(int argc, char** argv) {
    using namespace counterpart;
    content_storage::RemoteOptions options;
    wire::CommandLine line(
        "remote_server",
        "Waits on PORT for content managers. Each connects, sends the number of a port and closes; FILE1 and\n"
        "FILE2 are then sent to that port of its address, over a connection each: 'file name', a line feed,\n"
        "contents. Ends with status 0 on SIGINT or SIGTERM.\n"
        "Exit status: 0 ended by a signal, 1 could not start, 2 bad command line.");
    line.port("PORT", options.port, "the port to listen on");
    line.text("FILE1", options.first_file, "the file to send first");
    line.text("FILE2", options.second_file, "the file to send second");
    if (const auto status = line.parse(argc, argv)) return *status;
    return content_storage::serve_announcements(options);
}
