/// What Launcher keeps, and how it opens a cage.
#pragma once
#include "harness/candidate/cage.hpp"
#include "harness/candidate/launcher.hpp"

namespace counterpart::candidate {

struct Launcher::State {
    IsolationReport report;
    LauncherProcess process;
};

/// Opens a cage through a launcher's control socket. `namespaces`: whether it is a real one. Sets *proc, where given,
/// to whether it has a /proc.
boost::asio::awaitable<std::unique_ptr<Cage>> open_cage(int launcher, bool namespaces,
                                                        boost::asio::any_io_executor executor, CageOptions options,
                                                        bool* proc = nullptr);

} // namespace counterpart::candidate
