/// content_manager HOST PORT SRV_PORT
#include "reference/content-storage/manager.hpp"
#include "reference/wire/command_line.hpp"

int main(int argc, char** argv) {
    using namespace counterpart;
    content_storage::ManagerOptions options;
    CLI::App app("Tells the remote server at HOST PORT to connect to SRV_PORT, saves the two files that it then sends\n"
                 "('file name', a line feed, contents) in the working directory, and ends.\n"
                 "Exit status: 0 both saved, 1 not both saved, 2 bad command line.",
                 "content_manager");
    app.add_option("HOST", options.host, "the remote server's name or address")->required();
    app.add_option("PORT", options.port, "the remote server's port")->required()->check(wire::port_from(1));
    app.add_option("SRV_PORT", options.srv_port, "our own port, for the uploads")
        ->required()
        ->check(wire::port_from(1));
    if (const auto status = wire::parse(app, argc, argv)) return *status;
    return wire::run_once(content_storage::store_two_files(options));
}
