/// Plays one case: a fresh candidate in a fresh cage against the case's script, judged stage by stage (DESIGN 4).
#pragma once
#include "harness/candidate/stock.hpp"
#include "harness/engine/by_hand.hpp"
#include "harness/engine/launch.hpp"
#include "reports/result.hpp"
#include <functional>

namespace counterpart::engine {

/// What is to be played. Everything that is referred to must outlive the play.
struct CaseJob {
    const scenario::Protocol* protocol = nullptr;
    const scenario::Role* role = nullptr;
    const scenario::Case* test = nullptr;
    const std::vector<Launch>* launches = nullptr; ///< of the candidate's programs, in the role's order
    std::uint64_t seed = 0;                        ///< of the run; the case's own is derived from it
    double timeout_scale = 1;                      ///< every deadline is multiplied by it
    bool another = false;                          ///< another case of this candidate is to be played
    bool precedence = false;                       ///< its programs come to run before others, where this user may
    std::string reproduce;                         ///< the command that plays this case again
    std::filesystem::path keep;                    ///< where the working directory is copied afterwards; empty: nowhere
    std::function<void(const StageResult&)> judged; ///< told of every stage as it is judged; may be empty
    std::function<void(const Event&)> happened;     ///< told of every event of the transcript; may be empty
    const ByHand* by_hand = nullptr; ///< a person starts the candidate, which the launches then only describe
};

/// Never throws for what the candidate does, nor for the machine's troubles: those are verdicts of kind `error`.
boost::asio::awaitable<CaseResult> play_case(candidate::Stock&, CaseJob);
/// Likewise on the host, with a candidate that is started by hand (CaseJob::by_hand).
boost::asio::awaitable<CaseResult> play_case_by_hand(CaseJob);

} // namespace counterpart::engine
