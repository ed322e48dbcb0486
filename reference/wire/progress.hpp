/// A progress bar on stderr, when stderr is a terminal; else nothing.
#pragma once
#include "reference/wire/connection.hpp"
#include <cstdint>

namespace counterpart::wire {

class ProgressBar {
public:
    /// `total` bytes are to come.
    explicit ProgressBar(std::uint64_t total);
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ~ProgressBar(); ///< wipes the bar, so that what is printed next has the line to itself

    void advance(std::uint64_t bytes);

private:
    void draw() const;

    std::uint64_t total_;
    std::uint64_t done_ = 0;
    bool shown_;
    Deadline next_; ///< redrawing more than ten times a second only flickers
};

/// "[=====     ]  50 %  12.5 of 25.0 MB": 20 characters of bar.
std::string bar_text(std::uint64_t done, std::uint64_t total);

} // namespace counterpart::wire
