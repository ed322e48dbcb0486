/// The terminal: colours where they are wanted, and nothing of a candidate's that could do harm.
#pragma once
#include <string>
#include <string_view>

namespace counterpart::command {

enum class Ink { plain, green, red, yellow, dim, bold };

/// Standard output, with colours or without.
class Terminal {
public:
    /// `color`: auto, always or never. NO_COLOR (any value) turns auto into never.
    explicit Terminal(std::string_view color);

    std::string ink(Ink, std::string_view text) const;
    /// Prints text that may hold a candidate's bytes; they are made harmless. Not for text with ink in it.
    void print_foreign(std::string_view text) const;
    void print(std::string_view text) const;

    /// A line at the bottom that says what is going on; only where a person looks on. Empty takes it away.
    void status(std::string_view line) const;
    bool interactive() const { return interactive_; }

private:
    bool colors_ = false;
    bool interactive_ = false;
};

/// Prints "counterpart: WHAT" on standard error, harmless.
void complain(std::string_view what);

} // namespace counterpart::command
