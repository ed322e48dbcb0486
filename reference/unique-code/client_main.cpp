/// unique_code_client [CODES_PORT MESSAGES_PORT]
#include "reference/unique-code/client.hpp"
#include "reference/wire/command_line.hpp"

int main(int argc, char** argv) {
    using namespace counterpart;
    unique_code::ClientOptions options;
    CLI::App app(
        "Plays many clients of unique_code_server, one after another: each makes a uuid, asks for its code on\n"
        "CODES_PORT, and leaves a text on MESSAGES_PORT.\n"
        "Exit status: 0 all were answered, even if refused; 1 the server failed; 2 bad command line.",
        "unique_code_client");
    app.add_option("CODES_PORT", options.codes_port, "where codes are asked for")
        ->capture_default_str()
        ->check(wire::port_from(1));
    app.add_option("MESSAGES_PORT", options.messages_port, "where messages are brought")
        ->capture_default_str()
        ->check(wire::port_from(1));
    app.add_option("--host", options.host, "the server's name or address")->capture_default_str();
    app.add_option("--count", options.count, "how many clients")->capture_default_str();
    if (const auto status = wire::parse(app, argc, argv)) return *status;
    return wire::run_once(unique_code::leave_messages(options));
}
