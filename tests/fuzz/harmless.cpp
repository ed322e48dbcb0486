// Any bytes in, text out that every XML parser, terminal and file system may have.
#include "reports/harmless.hpp"
#include "tests/fuzz/property.hpp"
#include <pugixml.hpp>

using namespace counterpart;
using fuzz::demand;

namespace {

/// The next code point of UTF-8 that must be well-formed (RFC 3629); moves `at` behind it.
char32_t code_point(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) {
        demand(i < text.size(), "UTF-8 is whole");
        return static_cast<unsigned char>(text[i]);
    };
    const unsigned first = byte(at);
    if (first < 0x80) return text[at++];
    const std::size_t more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    demand(first >= 0xc2 && first <= 0xf4, "UTF-8 begins well");
    char32_t code = first & (0x3fu >> more);
    for (std::size_t i = 1; i <= more; ++i) {
        demand((byte(at + i) & 0xc0u) == 0x80u, "UTF-8 goes on well");
        code = code << 6 | (byte(at + i) & 0x3fu);
    }
    at += more + 1;
    demand(code >= (more == 1 ? 0x80u : more == 2 ? 0x800u : 0x10000u), "UTF-8 is as short as it can be");
    return code;
}

void check_text(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto code = code_point(text, at);
        demand(code >= 0x20 || code == '\t' || code == '\n', "no control characters");
        demand(code < 0x7f || code > 0x9f, "neither DEL nor C1");
        demand(code < 0xd800 || code > 0xdfff, "no surrogates");
        demand((code & 0xfffe) != 0xfffe && (code < 0xfdd0 || code > 0xfdef), "no noncharacters");
        demand(code != 0x200e && code != 0x200f && code != 0x61c, "no marks of direction");
        demand((code < 0x202a || code > 0x202e) && (code < 0x2066 || code > 0x2069), "no bidi controls");
        demand(code != 0x2028 && code != 0x2029, "no line separators");
    }
    demand(text.find("[[ATTACHMENT|") == text.npos && text.find("[[PROPERTY|") == text.npos, "no commands to Jenkins");
}

void check_name(std::string_view name) {
    check_text(name);
    demand(!name.empty() && name.size() <= 120, "a name is 1 to 120 bytes long");
    demand(name.find('/') == name.npos && name[0] != '.' && name[0] != '-', "a name stays in its folder");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = fuzz::bytes_of(data, size);
    const auto text = harmless(bytes);
    check_text(text);
    demand(harmless(text) == text, "harmless() is idempotent");
    demand(text.size() <= 4 * bytes.size(), "at most four times as long");
    pugi::xml_document document;
    document.append_child("x").append_child(pugi::node_pcdata).set_value(text.c_str());
    const auto line = harmless_line(bytes, 40);
    check_text(line);
    demand(line.find('\n') == line.npos && line.find('\t') == line.npos, "a line is one line");
    const auto written = escaped(bytes);
    check_text(written);
    demand(unescaped(written) == bytes, "escaped() loses nothing");
    for (const std::size_t limit : {0, 1, 7, 64}) {
        const auto front = front_that_fits(bytes, limit), back = back_that_fits(bytes, limit);
        demand(front <= size && harmless(bytes.substr(0, front)).size() <= limit, "the front fits");
        demand(back <= size && harmless(bytes.substr(size - back)).size() <= limit, "the back fits");
    }
    check_name(file_name_of(bytes));
    return 0;
}
