/// What all pages have in common: head, style, skip link, header, footer. A page is one file that needs nothing else:
/// no script, no font, no picture, no network.
#pragma once
#include "reports/html/markup.hpp"

namespace counterpart::html {

struct Page {
    std::string title;   ///< of the window, plain text
    Markup header;       ///< what stands above everything: the h1
    Markup content;      ///< of <main>
    std::string version; ///< of Counterpart
};

/// The whole document.
std::string document(const Page& page);

/// The style sheet, from style.css.
extern const std::string_view style_sheet;

} // namespace counterpart::html
