/// See progress.hpp.
#include "reference/wire/progress.hpp"
#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>

namespace counterpart::wire {

using namespace std::chrono_literals;

ProgressBar::ProgressBar(std::uint64_t total) : total_(total), shown_(::isatty(STDERR_FILENO) == 1), next_(in(100ms)) {}

ProgressBar::~ProgressBar() {
    if (shown_) fmt::print(stderr, "\r\x1b[K");
}

void ProgressBar::advance(std::uint64_t bytes) {
    done_ += bytes;
    if (!shown_ || Clock::now() < next_) return;
    next_ = in(100ms);
    draw();
}

void ProgressBar::draw() const {
    fmt::print(stderr, "\r\x1b[K{}", bar_text(done_, total_));
    std::fflush(stderr);
}

std::string bar_text(std::uint64_t done, std::uint64_t total) {
    const double part = total == 0 ? 1.0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
    const std::string filled(static_cast<std::size_t>(part * 20), '=');
    return fmt::format("[{:<20}] {:3.0f} %  {:.1f} of {:.1f} MB", filled, part * 100, static_cast<double>(done) / 1e6,
                       static_cast<double>(total) / 1e6);
}

} // namespace counterpart::wire
