/// unique_code_client [CODES_PORT MESSAGES_PORT]
#include "reference/unique-code/client.hpp"
#include "reference/wire/command_line.hpp"

int main(int argc, char** argv) {
    using namespace counterpart;
    unique_code::ClientOptions options;
    wire::CommandLine line(
        "unique_code_client",
        "Plays many clients of unique_code_server, one after another: each makes a uuid, asks for its code on\n"
        "CODES_PORT, and leaves a text on MESSAGES_PORT.\n"
        "Exit status: 0 all were answered, even if refused; 1 the server failed; 2 bad command line.");
    line.port("CODES_PORT", options.codes_port, "where codes are asked for", wire::Need::optional);
    line.port("MESSAGES_PORT", options.messages_port, "where messages are brought", wire::Need::optional);
    line.text("--host", options.host, "the server's name or address", wire::Need::optional);
    line.number("--count", options.count, "how many clients");
    if (const auto status = line.parse(argc, argv)) return *status;
    return wire::run_once(unique_code::leave_messages(options));
}
