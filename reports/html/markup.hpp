/// Text that is fit to stand in a page: a type of its own, so that what a candidate produced and our own HTML cannot be
/// mistaken for each other. Strings become Markup by html(), which escapes every one of them. Pages are HTML that is
/// well-formed XML as well, so that a strict parser can check them.
#pragma once
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <type_traits>

namespace counterpart::html {

class Markup {
public:
    Markup() = default;
    /// Text of our own, like the style sheet; never anything that a result holds.
    static Markup trusted(std::string text) {
        Markup made;
        made.text_ = std::move(text);
        return made;
    }
    const std::string& text() const { return text_; }
    bool empty() const { return text_.empty(); }
    Markup& operator+=(const Markup& more) {
        text_ += more.text_;
        return *this;
    }
    friend Markup operator+(Markup front, const Markup& back) { return front += back; }

private:
    std::string text_;
};

/// The one way of a result's bytes into a page: harmless(), and then whatever has a meaning in HTML is escaped, for
/// text and for quoted attributes alike.
std::string escape(std::string_view bytes);

/// An argument of html(): a number and Markup stand for themselves, everything else is a string and is escaped.
template <class Part>
auto fit(const Part& part) {
    static_assert(!std::is_same_v<Part, char>, "a character may be one of HTML's: pass a string");
    if constexpr (std::is_arithmetic_v<Part>)
        return part;
    else if constexpr (std::is_same_v<Part, Markup>)
        return std::string_view(part.text());
    else
        return escape(part);
}
template <class Part>
using Fit = decltype(fit(std::declval<const Part&>()));

/// HTML of a pattern like "<td>{}</td>". The pattern is checked when it is compiled.
template <class... Parts>
Markup html(fmt::format_string<Fit<Parts>...> pattern, const Parts&... parts) {
    return Markup::trusted(fmt::format(pattern, fit(parts)...));
}

} // namespace counterpart::html
