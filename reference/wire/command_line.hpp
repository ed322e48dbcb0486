/// Command lines as all programs take them, with CLI11 out of sight: it is slow to compile.
#pragma once
#include "reference/wire/program.hpp"
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
} // namespace CLI

namespace counterpart::wire {

/// Whether a value must be given; where it need not, the one that is there before is its default, and shown in the
/// help.
enum class Need { required, optional };

/// What a program takes, in the order of the calls, an option where the name begins with "--". The values that it fills
/// must outlive it.
class CommandLine {
public:
    /// `about` is the head of the help: what the program does, and its exit statuses.
    CommandLine(const char* name, const char* about);
    ~CommandLine();

    /// Decimal digits only, between `least` and 65535.
    void port(const char* name, std::uint16_t& into, const char* help, Need = Need::required, unsigned least = 1);
    void text(const char* name, std::string& into, const char* help, Need = Need::required);
    /// One or more.
    void texts(const char* name, std::vector<std::string>& into, const char* help);
    void number(const char* name, unsigned& into, const char* help);

    /// One of the words; the enumerators of Choice are numbered as they are.
    template <typename Choice>
    void choice(const char* name, Choice& into, std::vector<std::string> words, const char* help,
                Need need = Need::required) {
        add_choice(name, std::move(words), static_cast<std::size_t>(into), help, need,
                   [&into](std::size_t number) { into = static_cast<Choice>(number); });
    }

    /// What is to be said of the argument `name`, empty when it is right: asked when all are there.
    void judge(const char* name, std::function<std::string()> complaint);

    /// Parses; returns the status to leave with when there is nothing to run (--help, --version: 0; bad usage: 2, with
    /// the reason and the way out on stderr).
    std::optional<int> parse(int argc, const char* const* argv);

private:
    void add_choice(const char* name, std::vector<std::string> words, std::size_t chosen, const char* help, Need,
                    std::function<void(std::size_t)> choose);

    std::unique_ptr<CLI::App> app_;
};

} // namespace counterpart::wire
