// What HTML gives a meaning to, written so that it has none.
#include "reports/html/markup.hpp"

#include "reports/harmless.hpp"

namespace counterpart::html {

std::string escape(std::string_view bytes) {
    std::string out;
    for (const char c : harmless(bytes)) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c;
        }
    }
    return out;
}

} // namespace counterpart::html
