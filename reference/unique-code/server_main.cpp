/// unique_code_server [CODES_PORT MESSAGES_PORT]
#include "reference/unique-code/server.hpp"
#include "reference/wire/command_line.hpp"

int main(int argc, char** argv) {
    using namespace counterpart;
    using unique_code::ReplyStyle;
    unique_code::ServerOptions options;
    CLI::App app(
        "Issues a code for each uuid on one port, and on the other keeps the messages of those who know their\n"
        "code, a line each, in a log file. Requests are 'POST /' with a Python dict as body: {'uuid': …} and\n"
        "{'uuid': …, 'unique': …, 'text': …}. Ends with status 0 on SIGINT or SIGTERM.\n"
        "Exit status: 0 ended by a signal, 1 could not start, 2 bad command line.",
        "unique_code_server");
    app.add_option("CODES_PORT", options.codes_port, "where codes are asked for")
        ->capture_default_str()
        ->check(wire::port_from(1));
    app.add_option("MESSAGES_PORT", options.messages_port, "where messages are brought")
        ->capture_default_str()
        ->check(wire::port_from(1));
    const std::map<std::string, ReplyStyle> styles{{"bare", ReplyStyle::bare}, {"http", ReplyStyle::http}};
    app.add_option("--reply", options.reply, "bare: the dict alone, for http.client's BadStatusLine; http: as a body")
        ->transform(CLI::Transformer(styles).description("bare|http"))
        ->default_str("bare");
    app.add_option("--log", options.log, "the file to append texts to")->capture_default_str();
    if (const auto status = wire::parse(app, argc, argv)) return *status;
    return unique_code::serve_codes(options);
}
