// The lines of the reference's file exchange: what is read is written so that it is read again as the same.
#include "reference/file-exchange/wire_format.hpp"
#include "tests/fuzz/property.hpp"

using namespace counterpart;
using namespace counterpart::file_exchange;
using fuzz::demand;

namespace {

std::string_view without_feed(const std::string& line) {
    demand(line.find('\n') == line.size() - 1, "a line ends with its only line feed");
    return std::string_view(line).substr(0, line.size() - 1);
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto line = fuzz::bytes_of(data, size);
    line = line.substr(0, line.find('\n'));
    if (const auto request = parse_request(line)) {
        const auto written = request_line(*request);
        const auto again = parse_request(without_feed(written));
        demand(again && again->kind == request->kind && again->size == request->size && again->name == request->name,
               "a request stays the same");
        demand(request->name.find('/') == std::string::npos && request->name != ".." && request->name != ".",
               "a name stays in its folder");
    }
    const auto reply = parse_reply(line);
    if (reply) {
        const auto written = ok_line(*reply);
        const auto again = parse_reply(without_feed(written));
        demand(again && *again == *reply, "a size stays the same");
        return 0;
    }
    const auto written = error_line(reply.error());
    const auto again = parse_reply(without_feed(written));
    demand(again.has_error() && again.error().type == reply.error().type, "an error stays of its type");
    return 0;
}
