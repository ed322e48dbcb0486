/// File names of pages, and the addresses that lead to them.
#pragma once
#include "reports/file_report.hpp"

#include <map>
#include <string>
#include <string_view>

namespace counterpart::html {

/// Gives every submission a file name of its own in one directory. Names that only some file systems tell apart, like
/// Bob and bob, do not meet; the same submission in another role has another page.
class PageNames {
public:
    PageNames();
    /// "bob.html"; the same for the same key.
    std::string of(const SubmissionKey&);

private:
    std::map<std::string, SubmissionKey> owners_; ///< by folded name
};

/// The relative address of a file in the same directory.
std::string address_of(std::string_view file_name);

} // namespace counterpart::html
