/// What the steps that speak HTTP have in common: reading ahead on connections, and judging the parts of a message.
#pragma once
#include "harness/engine/http.hpp"
#include "harness/engine/play.hpp"

namespace counterpart::engine {

/// Goes on reading a connection into its `pending` until it ends or the case is over; notifies the case's signal.
void read_ahead(Play&, const std::shared_ptr<Connection>&);

/// Takes the connections that came to a listener meanwhile, and reads ahead on them.
boost::asio::awaitable<void> take_connections(Play&, Listener&);

/// The first connection, in the order in which they came, on which there is a whole request or one that cannot become
/// one; null when there is none.
std::shared_ptr<Connection> with_request(const Listener&);

/// The same where no more is waited for: who sent a request and ended at once is noticed before it was read ahead.
std::shared_ptr<Connection> last_request(Play&, const Listener&);

/// Waits until one whole message has come on the connection, which is read ahead; what is missing or malformed
/// otherwise.
boost::asio::awaitable<Outcome> next_message(Play&, Connection&, bool request, Deadline, HttpMessage& into);

/// A miss about a message that is no HTTP message, is not complete, or did not come. `name`: "the request".
boost::asio::awaitable<Miss> message_missed(Play&, const Connection&, const HttpRead&, const std::string& name);

/// Judges the <header> children; a missing one becomes a miss, or a remark where the scenario says so.
Outcome judge_fields(Scope&, const scenario::Step&, const HttpMessage&);

/// A miss for one part of a message that is not what was expected.
Miss part_missed(const HttpMessage&, const std::string& part, const std::string& wanted, const std::string& got);

/// The facts that slip patterns look at.
std::map<std::string, std::string> parts_of(const HttpMessage&);

} // namespace counterpart::engine
