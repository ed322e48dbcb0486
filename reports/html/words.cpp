// Words for people who see a report for the first time.
#include "reports/html/words.hpp"

#include "reports/time.hpp"

#include <cstdlib>

namespace counterpart::html {

std::string_view sign_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::passed: return "✓";
    case Verdict::failed: return "✗";
    case Verdict::not_reached: return "○";
    case Verdict::error: return "!";
    }
    std::abort(); // A value outside the enum is a bug of ours.
}

std::string_view word_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::passed: return "passed";
    case Verdict::failed: return "failed";
    case Verdict::not_reached: return "not reached";
    case Verdict::error: return "could not be judged";
    }
    std::abort();
}

std::string_view class_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::passed: return "p";
    case Verdict::failed: return "f";
    case Verdict::not_reached: return "n";
    case Verdict::error: return "e";
    }
    std::abort();
}

Markup badge(Verdict verdict) {
    return html("<span class=\"badge {}\"><span aria-hidden=\"true\">{}</span> {}</span>", class_of(verdict),
                sign_of(verdict), word_of(verdict));
}

std::string counted(std::size_t number, std::string_view singular) {
    return fmt::format("{} {}{}", number, singular, number == 1 ? "" : "s");
}

std::string points_text(double points) { return fmt::format("{:g}", points); }

std::string duration_text(Seconds time) {
    const auto microseconds = whole_units(time, 6);
    if (microseconds >= 1'000'000) return seconds_text(time, 2) + " s";
    return units_text(microseconds / 100, 1) + " ms";
}

std::string_view kind_of(FailureType type) {
    switch (type) {
    case FailureType::mismatch: return "not what was expected";
    case FailureType::timeout: return "nothing came in time";
    case FailureType::closed: return "closed too early";
    case FailureType::reset: return "the connection was reset";
    case FailureType::refused: return "the connection was refused";
    case FailureType::crash: return "the program crashed";
    case FailureType::extra: return "more than was expected";
    case FailureType::order: return "in the wrong order";
    }
    std::abort();
}

std::string_view hint_for(FailureType type) {
    switch (type) {
    case FailureType::mismatch:
        return "Read the sentence of the requirement again. Then find the line of your program that makes these bytes "
               "or this value, and print it there.";
    case FailureType::timeout:
        return "The other side waited, and what it waited for did not happen. Look for a call that blocks, such as an "
               "accept or a receive that waits for more than comes, for a loop without end, and for a step that the "
               "program leaves out.";
    case FailureType::closed:
        return "The connection ended before its time. Look for a close that comes too early, and for an error in what "
               "the program printed.";
    case FailureType::reset:
        return "A connection is reset when it is closed before everything that came on it was read, or when its "
               "program "
               "dies. Read to the end, then close.";
    case FailureType::refused:
        return "Nobody listened at this port. Look at the port's number, and see that the program binds and listens "
               "before it tells anyone.";
    case FailureType::crash: return "Read the last lines of standard error below: they name the file and the line.";
    case FailureType::extra:
        return "Something came that the protocol does not have at this place. Look for a second send, a line feed too "
               "many, or something left over from before.";
    case FailureType::order:
        return "The right thing at the wrong time. Follow the communication map above from the top, and compare it "
               "with "
               "the order of the calls in your program.";
    }
    std::abort();
}

} // namespace counterpart::html
