/// file_client HOST PORT put NAME | get NAME | list
#include "reference/file-exchange/client.hpp"
#include "reference/wire/command_line.hpp"

int main(int argc, char** argv) {
    using namespace counterpart;
    using file_exchange::Kind;
    file_exchange::ClientOptions options;
    wire::CommandLine line(
        "file_client",
        "Asks the file_server at HOST PORT: 'put NAME' sends a file of the working directory, 'get NAME' fetches\n"
        "one into it, 'list' prints the names of the server's files. Existing files are never overwritten.\n"
        "Exit status: 0 success, 1 failure (see the report on stderr), 2 bad command line.");
    line.text("HOST", options.host, "the server's name or address");
    line.port("PORT", options.port, "the server's port");
    line.choice("REQUEST", options.kind, {"put", "get", "list"}, "put, get or list");
    line.text("NAME", options.name, "the file, for put and get", wire::Need::optional);
    line.judge("NAME", [&options]() -> std::string {
        const bool needed = options.kind != Kind::list;
        if (needed && options.name.empty()) return "is needed for put and get";
        if (!needed && !options.name.empty()) return "has no place after list";
        return {};
    });
    if (const auto status = line.parse(argc, argv)) return *status;
    return wire::run_once(file_exchange::request_once(options));
}
