/// unique_code_server [CODES_PORT MESSAGES_PORT]
#include "reference/unique-code/server.hpp"
#include "reference/wire/command_line.hpp"

int main(int argc, char** argv) {
    using namespace counterpart;
    unique_code::ServerOptions options;
    wire::CommandLine line(
        "unique_code_server",
        "Issues a code for each uuid on one port, and on the other keeps the messages of those who know their\n"
        "code, a line each, in a log file. Requests are 'POST /' with a Python dict as body: {'uuid': …} and\n"
        "{'uuid': …, 'unique': …, 'text': …}. Ends with status 0 on SIGINT or SIGTERM.\n"
        "Exit status: 0 ended by a signal, 1 could not start, 2 bad command line.");
    line.port("CODES_PORT", options.codes_port, "where codes are asked for", wire::Need::optional);
    line.port("MESSAGES_PORT", options.messages_port, "where messages are brought", wire::Need::optional);
    line.choice("--reply", options.reply, {"bare", "http"},
                "bare: the dict alone, for http.client's BadStatusLine; http: as a body", wire::Need::optional);
    line.text("--log", options.log, "the file to append texts to", wire::Need::optional);
    if (const auto status = line.parse(argc, argv)) return *status;
    return unique_code::serve_codes(options);
}
