// HTTP messages as the judge reads them. The first byte says which way: request or response, and whether it has ended.
#include "harness/engine/http.hpp"
#include "tests/fuzz/property.hpp"

using namespace counterpart;
using engine::HttpRead;
using fuzz::demand;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto read = data[0] & 1 ? engine::read_request : engine::read_response;
    const bool ended = data[0] & 2;
    const auto bytes = fuzz::bytes_of(data + 1, size - 1);
    const auto whole = read(bytes, ended);
    demand(whole.used <= bytes.size(), "no more is used than came");
    if (whole.state != HttpRead::State::complete) {
        demand(!whole.trouble.empty(), "what is wrong or missing is said");
        return 0;
    }
    const auto alone = read(bytes.substr(0, whole.used), ended);
    demand(alone.state == HttpRead::State::complete && alone.used == whole.used, "a message is whole without the rest");
    demand(alone.message.body == whole.message.body, "and the same");
    return 0;
}
