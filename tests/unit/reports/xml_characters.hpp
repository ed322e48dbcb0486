/// What XML 1.0 allows in a document, written from its grammar and not from harmless(): a second opinion.
#pragma once
#include <cstdint>
#include <string_view>

/// Whether `text` is well-formed UTF-8 of characters by production [2] of XML 1.0.
inline bool is_xml_text(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = [&](std::size_t i) -> std::uint32_t {
            return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
        };
        const auto more = [&](std::size_t i) { return byte(i) >= 0x80 && byte(i) <= 0xbf; };
        std::uint32_t c = byte(0);
        std::size_t length = 1;
        if (c >= 0x80 && c <= 0xc1) return false;
        if (c >= 0xc2 && c <= 0xdf) {
            if (!more(1)) return false;
            c = (c - 0xc0) * 64 + (byte(1) - 0x80);
            length = 2;
        } else if (c >= 0xe0 && c <= 0xef) {
            if (!more(1) || !more(2)) return false;
            c = ((c - 0xe0) * 64 + (byte(1) - 0x80)) * 64 + (byte(2) - 0x80);
            length = 3;
            if (c < 0x800) return false;
        } else if (c >= 0xf0) {
            if (!more(1) || !more(2) || !more(3)) return false;
            c = (((c - 0xf0) * 64 + (byte(1) - 0x80)) * 64 + (byte(2) - 0x80)) * 64 + (byte(3) - 0x80);
            length = 4;
            if (c < 0x10000) return false;
        }
        const bool allowed = c == 0x9 || c == 0xa || c == 0xd || (c >= 0x20 && c <= 0xd7ff) ||
                             (c >= 0xe000 && c <= 0xfffd) || (c >= 0x10000 && c <= 0x10ffff);
        if (!allowed) return false;
        at += length;
    }
    return true;
}
