/// Makes bytes that a candidate produced harmless: for XML parsers, terminals, consumers of JUnit and file systems.
/// Every string of a result passes through here on its way into a report. Pure functions, one pass, no locale.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace counterpart {

/// The bytes as text that any consumer may have. Kept: TAB, LF, printable ASCII and well-formed UTF-8. Written `\xNN`,
/// byte by byte: the other control characters (C0, DEL, C1) and whatever is not UTF-8. Written `\uNNNN`: bidi controls,
/// line separators and noncharacters. `[[ATTACHMENT|` and `[[PROPERTY|`, which make Jenkins and others publish files
/// or take values, become `[\x5bATTACHMENT|`. Idempotent; at most four times as long as its input.
std::string harmless(std::string_view bytes);

/// harmless() on one line, TAB and LF turned into spaces, and cut to `limit` characters, the last of them `…`.
std::string harmless_line(std::string_view bytes, std::size_t limit);

/// harmless() on one line and without loss: also backslash, double quote, TAB, LF and CR are written as in C.
std::string escaped(std::string_view bytes);
/// The bytes that escaped() was given. A backslash that starts no known escape stands for itself.
std::string unescaped(std::string_view text);

/// How many bytes at the front (or at the back) of `bytes` can be shown in `limit` bytes of harmless() text.
/// The answer falls on a character boundary.
std::size_t front_that_fits(std::string_view bytes, std::size_t limit);
std::size_t back_that_fits(std::string_view bytes, std::size_t limit);

/// A file name made from a submission's name: no '/', no leading '.' or '-', nothing that a shell or another file
/// system minds, at most 120 bytes. A name that had to be changed ends in a hash of the original, so that distinct
/// names stay distinct.
std::string file_name_of(std::string_view name);
/// That hash: eight hexadecimal digits, the same on every machine.
std::string short_hash(std::string_view bytes);

} // namespace counterpart
