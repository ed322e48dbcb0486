#include "reference/wire/command_line.hpp"
#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace counterpart::wire {

namespace {

CLI::Validator port_from(unsigned least) {
    const auto check = [least](const std::string& text) {
        unsigned port = 0;
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, port);
        const bool is_port = error == std::errc{} && stop == end && port >= least && port <= 65535;
        return is_port ? std::string{} : fmt::format("'{}' is not a port: give a number from {} to 65535", text, least);
    };
    return CLI::Validator(check, "PORT", "port");
}

CLI::Validator one_of(const std::vector<std::string>& words) {
    const auto check = [words](const std::string& text) {
        const bool known = std::find(words.begin(), words.end(), text) != words.end();
        return known ? std::string{} : fmt::format("'{}' is not known: give {}", text, fmt::join(words, " or "));
    };
    return CLI::Validator(check, "", "word");
}

void settle(CLI::Option* option, Need need) {
    if (need == Need::required)
        option->required();
    else
        option->capture_default_str();
}

} // namespace

CommandLine::CommandLine(const char* name, const char* about) : app_(std::make_unique<CLI::App>(about, name)) {
    app_->failure_message([](const CLI::App* program, const CLI::Error& error) {
        return fmt::format("ERROR: {}\nSee {} --help.\n", error.what(), program->get_name());
    });
}

CommandLine::~CommandLine() = default;

void CommandLine::port(const char* name, std::uint16_t& into, const char* help, Need need, unsigned least) {
    settle(app_->add_option(name, into, help)->check(port_from(least)), need);
}

void CommandLine::text(const char* name, std::string& into, const char* help, Need need) {
    settle(app_->add_option(name, into, help), need);
}

void CommandLine::texts(const char* name, std::vector<std::string>& into, const char* help) {
    settle(app_->add_option(name, into, help), Need::required);
}

void CommandLine::number(const char* name, unsigned& into, const char* help) {
    settle(app_->add_option(name, into, help), Need::optional);
}

void CommandLine::add_choice(const char* name, std::vector<std::string> words, std::size_t chosen, const char* help,
                             Need need, std::function<void(std::size_t)> choose) {
    const auto set = [words, choose = std::move(choose)](const std::string& word) {
        choose(static_cast<std::size_t>(std::find(words.begin(), words.end(), word) - words.begin()));
    };
    auto* option = app_->add_option_function<std::string>(name, set, help)->check(one_of(words));
    option->type_name(fmt::format("{}", fmt::join(words, "|")));
    if (need == Need::required)
        option->required();
    else
        option->default_str(words.at(chosen));
}

void CommandLine::judge(const char* name, std::function<std::string()> complaint) {
    app_->callback([name = std::string(name), complaint = std::move(complaint)] {
        if (const auto text = complaint(); !text.empty()) throw CLI::ValidationError(name, text);
    });
}

std::optional<int> CommandLine::parse(int argc, const char* const* argv) {
    app_->set_version_flag("--version", fmt::format("{} {}", app_->get_name(), COUNTERPART_VERSION));
    try {
        app_->parse(argc, argv);
    } catch (const CLI::ParseError& error) { return app_->exit(error) == 0 ? success : usage; }
    return std::nullopt;
}

} // namespace counterpart::wire
