// The frame of every page.
#include "reports/html/page.hpp"

namespace counterpart::html {

std::string document(const Page& page) {
    const auto out =
        html("<!DOCTYPE html>\n"
             "<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\"/>\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; style-src "
             "&#39;unsafe-inline&#39;; img-src data:; base-uri &#39;none&#39;; form-action &#39;none&#39;\"/>\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
             "<meta name=\"color-scheme\" content=\"light dark\"/>\n<meta name=\"referrer\" content=\"no-referrer\"/>\n"
             "<link rel=\"icon\" href=\"data:,\"/>\n<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n"
             "<a class=\"skip\" href=\"#main\">Skip to the content</a>\n<header>\n{}</header>\n"
             "<main id=\"main\" tabindex=\"-1\">\n{}</main>\n"
             "<footer><p>Made by Counterpart {}. This page needs no network and no script.</p></footer>\n"
             "</body>\n</html>\n",
             page.title, Markup::trusted(std::string(style_sheet)), page.header, page.content, page.version);
    return out.text();
}

} // namespace counterpart::html
