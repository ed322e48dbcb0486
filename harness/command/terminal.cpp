#include "harness/command/terminal.hpp"
#include "reports/harmless.hpp"
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace counterpart::command {

Terminal::Terminal(std::string_view color) : interactive_(::isatty(STDOUT_FILENO) == 1) {
    const char* no_color = std::getenv("NO_COLOR");
    const char* term = std::getenv("TERM");
    const bool wanted = interactive_ && !(no_color && *no_color) && !(term && std::string_view(term) == "dumb");
    colors_ = color == "always" || (color == "auto" && wanted);
}

std::string Terminal::ink(Ink color, std::string_view text) const {
    if (!colors_) return std::string(text);
    const char* code = "";
    switch (color) {
    case Ink::plain: return std::string(text);
    case Ink::green: code = "32"; break;
    case Ink::red: code = "31"; break;
    case Ink::yellow: code = "33"; break;
    case Ink::dim: code = "2"; break;
    case Ink::bold: code = "1"; break;
    }
    return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

void Terminal::print(std::string_view text) const {
    status({});
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

void Terminal::print_foreign(std::string_view text) const { print(harmless(text)); }

void Terminal::status(std::string_view line) const {
    if (!interactive_) return;
    winsize size{};
    const std::size_t columns =
        ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 10 ? size.ws_col - 1u : 79u;
    const auto text = fmt::format("\r\x1b[K{}", harmless_line(line, columns));
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

void complain(std::string_view what) { fmt::print(stderr, "counterpart: {}\n", harmless(what)); }

} // namespace counterpart::command
