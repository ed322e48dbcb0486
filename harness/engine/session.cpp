#include "harness/engine/session.hpp"
#include "harness/engine/play.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace counterpart::engine {

namespace {

constexpr std::size_t transcript_limit = 4000; ///< events; more would only hide the first ones
constexpr std::size_t event_data = 256;        ///< bytes of what went over that are kept with an event
/// Bytes that are kept with all events of a case: a long stream tells nothing new, and makes every report large.
constexpr std::size_t transcript_data = 256 * 1024;

} // namespace

Session::Session(const CaseJob& the_job, boost::asio::any_io_executor the_executor)
    : job(the_job), executor(std::move(the_executor)),
      limit_(began_ + std::chrono::duration_cast<Clock::duration>(job.test->limit * job.timeout_scale)) {}

Session::~Session() { end(); }

void Session::end() {
    over_ = true;
    relays.clear(); // they hold the session
    boost::system::error_code ignored;
    // On the host's own loopback an orderly end would bar the candidate's port to the next program for a minute.
    const bool shared = !sides_.empty() && sides_.front()->cage && sides_.front()->cage->on_host();
    for (const auto& known : connections_) {
        const auto connection = known.lock();
        if (!connection) continue;
        if (shared) cut_off(*connection);
        connection->socket.close(ignored);
    }
    for (const auto& known : listeners_)
        if (const auto listener = known.lock()) listener->acceptor.close(ignored);
    signal->notify();
}

Play& Session::settle(const Launch& launch, std::unique_ptr<candidate::Cage> cage) {
    return another(*sides_.emplace_back(std::make_unique<Side>(launch, std::move(cage))));
}

Play& Session::another(Side& side) { return *plays_.emplace_back(std::make_unique<Play>(*this, side)); }

Deadline Session::in(std::chrono::milliseconds time) const {
    return std::min(limit_, Clock::now() + std::chrono::duration_cast<Clock::duration>(time * job.timeout_scale));
}

void Session::note(Direction direction, const std::string& channel, std::string what, std::uint64_t bytes,
                   std::string_view data) {
    if (transcript_.size() == transcript_limit) what = "… further events are not recorded …";
    if (transcript_.size() > transcript_limit) return;
    const auto shown = data.substr(0, std::min(event_data, transcript_data - transcribed_));
    transcribed_ += shown.size();
    transcript_.push_back(
        {Clock::now() - began_, stage, direction, channel, std::move(what), bytes, std::string(shown)});
    if (job.happened) job.happened(transcript_.back());
}

std::shared_ptr<Connection> Session::own(std::shared_ptr<Connection> connection) {
    if (connections_.size() >= 64) std::erase_if(connections_, [](const auto& known) { return known.expired(); });
    connections_.push_back(connection);
    return connection;
}

std::shared_ptr<Listener> Session::own(std::shared_ptr<Listener> listener) {
    listeners_.push_back(listener);
    return listener;
}

std::set<std::uint16_t> Session::own_ports() const {
    std::set<std::uint16_t> ports;
    for (const auto& known : listeners_)
        if (const auto listener = known.lock()) ports.insert(listener->port);
    return ports;
}

std::shared_ptr<Connection> Scope::connection(const scenario::Step& step) const {
    const auto name = step.plain("on");
    if (const auto* found = find(&Names::connections, name)) return *found;
    throw std::runtime_error(
        fmt::format("{}:{}: '{}' is no connection that was made before", step.where.file, step.where.line, name));
}

std::shared_ptr<Listener> Scope::listener(const scenario::Step& step) const {
    const auto name = step.plain("on");
    if (const auto* found = find(&Names::listeners, name)) return *found;
    throw std::runtime_error(
        fmt::format("{}:{}: '{}' is no listener that was made before", step.where.file, step.where.line, name));
}

Play& Scope::program(const std::string& name) const {
    if (const auto* found = find(&Names::programs, name)) return **found;
    throw std::runtime_error(fmt::format("the role has no program '{}'", name));
}

} // namespace counterpart::engine
