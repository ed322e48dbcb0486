/// file_client HOST PORT put NAME | get NAME | list
#include "reference/file-exchange/client.hpp"
#include "reference/wire/command_line.hpp"

int main(int argc, char** argv) {
    using namespace counterpart;
    using file_exchange::Kind;
    file_exchange::ClientOptions options;
    CLI::App app(
        "Asks the file_server at HOST PORT: 'put NAME' sends a file of the working directory, 'get NAME' fetches\n"
        "one into it, 'list' prints the names of the server's files. Existing files are never overwritten.\n"
        "Exit status: 0 success, 1 failure (see the report on stderr), 2 bad command line.",
        "file_client");
    app.add_option("HOST", options.host, "the server's name or address")->required();
    app.add_option("PORT", options.port, "the server's port")->required()->check(wire::port_from(1));
    const std::map<std::string, Kind> kinds{{"put", Kind::put}, {"get", Kind::get}, {"list", Kind::list}};
    app.add_option("REQUEST", options.kind, "put, get or list")
        ->required()
        ->transform(CLI::CheckedTransformer(kinds).description("put|get|list"));
    app.add_option("NAME", options.name, "the file, for put and get");
    app.callback([&] {
        const bool needed = options.kind != Kind::list;
        if (needed && options.name.empty()) throw CLI::ValidationError("NAME", "is needed for put and get");
        if (!needed && !options.name.empty()) throw CLI::ValidationError("NAME", "has no place after list");
    });
    if (const auto status = wire::parse(app, argc, argv)) return *status;
    return wire::run_once(file_exchange::request_once(options));
}
