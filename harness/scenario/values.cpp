#include "harness/scenario/values.hpp"
#include "harness/scenario/random.hpp"
#include "harness/scenario/units.hpp"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <stdexcept>

namespace counterpart::scenario {
namespace {

std::string from_alphabet(Random& random, std::string_view alphabet, std::uint64_t count) {
    std::string out;
    for (std::uint64_t i = 0; i < count; ++i) out += alphabet[random.between(0, alphabet.size() - 1)];
    return out;
}

std::string word(Random& random, std::uint64_t length) {
    return from_alphabet(random, "abcdefghijklmnopqrstuvwxyz", length);
}

/// Readable lines, each ended by a newline.
std::string lines_of_text(Random& random, std::uint64_t lines) {
    std::string out;
    for (std::uint64_t i = 0; i < lines; ++i) {
        const auto words = random.between(1, 8);
        for (std::uint64_t j = 0; j < words; ++j) out += (j ? " " : "") + word(random, random.between(1, 9));
        out += '\n';
    }
    return out;
}

/// A random (version 4) UUID, RFC 4122 section 4.4.
std::string uuid(Random& random) {
    auto hex = from_alphabet(random, "0123456789abcdef", 32);
    hex[12] = '4';
    hex[16] = "89ab"[random.between(0, 3)];
    return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4), hex.substr(16, 4),
                       hex.substr(20));
}

} // namespace

Values::Values(std::uint64_t seed, PortCheck usable) : seed_(seed), usable_(std::move(usable)) {}

Values::Values(Values& outer, std::string_view salt) : outer_(&outer), seed_(derive(outer.seed_, salt)) {}

void Values::set(const std::string& name, Content content, bool several) {
    values_[name] = {std::move(content), several};
}

void Values::define(const Step& let) {
    const auto name = let.plain("name");
    if (let.has("value")) return set(name, content(let.attributes.at("value")));
    if (let.has("words")) return set(name, content(let.attributes.at("words")), true);
    set(name, drawn(let.plain("random"), let), let.has("count"));
}

std::string Values::distinct(const std::function<std::string()>& draw) {
    auto* scope = this;
    while (scope->outer_) scope = scope->outer_;
    for (int i = 0; i < 10000; ++i) {
        auto value = draw();
        if (scope->taken_.insert(value).second) return value;
    }
    throw std::runtime_error("no further value can be drawn that differs from those before");
}

Content Values::drawn(const std::string& kind, const Step& let) {
    // Drawn again under the same name (a fragment that is included twice), it is another value.
    const auto name = let.plain("name");
    const auto times = draws_[name]++;
    Random random(derive(seed_, times ? fmt::format("{} {}", name, times) : name));
    const auto length = [&](std::string_view otherwise) {
        const auto [low, high] = sizes_of(let.plain("size", std::string(otherwise)));
        return random.between(low, high);
    };
    if (kind == "bytes") return Content::generated(Flavour::bytes, random.next(), length("200..2000"));
    if (kind == "text" && let.has("size")) return Content::generated(Flavour::text, random.next(), length(""));
    if (kind == "text") {
        const auto [low, high] = sizes_of(let.plain("lines", "2..9"));
        return Content(lines_of_text(random, random.between(low, high)));
    }
    if (kind == "hex") return Content::generated(Flavour::hex, random.next(), length("32"));
    if (kind == "uuid") return Content(uuid(random));
    if (kind == "port") {
        auto* scope = this;
        while (scope->outer_) scope = scope->outer_;
        // Below the ports that the kernel hands out, so that a connection's own port is never in the way.
        return Content(distinct([&] {
            for (int i = 0; i < 10000; ++i) {
                const auto port = static_cast<std::uint16_t>(random.between(10000, 32767));
                if (!scope->usable_ || scope->usable_(port)) return std::to_string(port);
            }
            throw std::runtime_error("no port of this machine can be used");
        }));
    }
    const auto one = [&]() -> std::string {
        if (kind == "digits") {
            auto digits = from_alphabet(random, "0123456789", length("5..8"));
            if (!digits.empty() && digits[0] == '0') digits[0] = '7';
            return digits;
        }
        if (kind == "name") return fmt::format("{}-{}.txt", word(random, length("4..8")), random.between(10, 9999));
        return word(random, length("6..10"));
    };
    std::string all;
    const auto count = let.has("count") ? std::stoul(let.plain("count")) : 1;
    for (unsigned long i = 0; i < count; ++i) all += (i ? " " : "") + distinct(one);
    return Content(all);
}

const Values::Value* Values::find(std::string_view name) const {
    for (const auto* scope = this; scope; scope = scope->outer_)
        if (const auto found = scope->values_.find(name); found != scope->values_.end()) return &found->second;
    return nullptr;
}

const Content& Values::at(const std::string& name) const {
    if (const auto* value = find(name)) return value->content;
    const auto dot = name.rfind('.');
    const auto* list = dot == std::string::npos ? nullptr : find(std::string_view(name).substr(0, dot));
    std::size_t index = 0;
    if (!list || std::from_chars(name.data() + dot + 1, name.data() + name.size(), index).ec != std::errc{})
        throw std::runtime_error(fmt::format("the value '{}' has not been set by any step that was played", name));
    const auto all = list->content.string();
    std::size_t begin = 0;
    for (std::size_t i = 1; i < index && begin != std::string::npos; ++i) begin = all.find(' ', begin + (i > 1));
    if (begin == std::string::npos || index == 0)
        throw std::runtime_error(fmt::format("there is no word number {} in '{}'", index, name.substr(0, dot)));
    begin += index > 1;
    return words_[name] = Content(all.substr(begin, all.find(' ', begin) - begin));
}

bool Values::several(const std::string& name) const {
    const auto* value = find(name);
    return value && value->several;
}

Content Values::content(const Template& text) const {
    return text.fill([this](const std::string& name) -> const Content& { return at(name); });
}

std::string Values::text(const Template& text) const { return content(text).string(); }

std::string Values::text(const Step& step, std::string_view attribute, std::string otherwise) const {
    const auto found = step.attributes.find(attribute);
    return found == step.attributes.end() ? otherwise : text(found->second);
}

std::uint16_t Values::port(const Step& step, std::string_view attribute) const {
    const auto digits = text(step, attribute);
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc{} || end != digits.data() + digits.size() || port == 0)
        throw std::runtime_error(fmt::format("{}:{}: '{}' is no port", step.where.file, step.where.line, digits));
    return port;
}

std::string fault_in_let(const Step& let) {
    const int sources = let.has("value") + let.has("words") + let.has("random");
    if (sources != 1) return fmt::format("<let name=\"{}\"> needs one of value, words, random", let.plain("name"));
    if (!let.has("random")) return {};
    const auto kind = let.plain("random");
    const bool counted = kind == "word" || kind == "name" || kind == "digits";
    const auto useless = [&](std::string_view attribute, std::string_view where) {
        return fmt::format("<let random=\"{}\"> makes nothing of {}=; it is for {}", kind, attribute, where);
    };
    if (let.has("count") && !counted) return useless("count", "word, name and digits");
    if (let.has("lines") && kind != "text") return useless("lines", "text");
    if (let.has("lines") && let.has("size")) return "<let random=\"text\"> takes lines= or size=, not both";
    if (let.has("size") && (kind == "uuid" || kind == "port")) return useless("size", "what has a length");
    for (const auto* attribute : {"size", "lines"}) {
        if (!let.has(attribute)) continue;
        const auto [low, high] = sizes_of(let.plain(attribute));
        if (low > high)
            return fmt::format("<let {}=\"{}\">: the range ends before it begins", attribute, let.plain(attribute));
    }
    return {};
}

} // namespace counterpart::scenario
