// Sockets in a cage's network, and watching the candidate's own.
#include "harness/candidate/network.hpp"
#include "harness/candidate/network_table.hpp"
#include "support.hpp"
#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

using namespace counterpart::candidate;
using namespace counterpart::candidate::test;

namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

// A connection to 127.0.0.1:port in the cage, complete.
Descriptor connect_to(const Cage& cage, std::uint16_t port) {
    Descriptor socket(open_tcp_socket(cage.network()));
    auto address = loopback(port);
    ::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address);
    pollfd source{socket.get(), POLLOUT, 0};
    ::poll(&source, 1, 20000);
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
    REQUIRE(error == 0);
    return socket;
}

std::string server_text(const std::string& family, const std::string& address, const std::string& answer) {
    return "import socket\ns = socket.socket(socket." + family + ")\n" +
           (family == "AF_INET6" ? "s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)\n" : "") + "s.bind(('" +
           address + "', 80)); s.listen(5)\nwhile True:\n  c, _ = s.accept(); c.sendall(b'" + answer +
           "'); c.recv(1); c.close()";
}

asio::awaitable<void> same_port_in_two_cages(Launcher& launcher) {
    std::vector<std::unique_ptr<Cage>> cages;
    std::vector<std::unique_ptr<Process>> servers;
    auto pipe = make_pipe();
    for (const char* name : {"first", "second"}) {
        auto cage = co_await open(launcher);
        auto server = co_await start_python(*cage, server_text("AF_INET", "127.0.0.1", name), pipe.writing.get());
        cages.push_back(std::move(cage));
        servers.push_back(std::move(server));
    }
    std::string answers;
    for (const auto& cage : cages) {
        SocketWatch watch(cage->network());
        auto is_listening = [&watch] { return watch.listener("127.0.0.1", 80).has_value(); };
        bool listening = co_await eventually(is_listening);
        REQUIRE(listening);
        auto socket = connect_to(*cage, 80);
        pollfd source{socket.get(), POLLIN, 0};
        ::poll(&source, 1, 20000);
        char text[16] = {};
        ::recv(socket.get(), text, sizeof text - 1, 0);
        answers += std::string(text) + " ";
    }
    CHECK(answers == "first second ");
}

asio::awaitable<void> look_at_a_listener(Launcher& launcher, std::string family, std::string address) {
    auto cage = co_await open(launcher);
    auto pipe = make_pipe();
    SocketWatch watch(cage->network());
    CHECK_FALSE(watch.listener("127.0.0.1", 80));
    auto server = co_await start_python(*cage, server_text(family, address, "hello"), pipe.writing.get());
    auto is_listening = [&watch] { return watch.listener("127.0.0.1", 80).has_value(); };
    bool listening = co_await eventually(is_listening);
    REQUIRE(listening);
    auto found = watch.listener("127.0.0.1", 80);
    CHECK(found->state == TCP_LISTEN);
    CHECK(found->local_port == 80);
    CHECK(found->local_address == address);
    CHECK(found->uid == cage->owner());
    CHECK(found->receive_queue == 0);
    CHECK_FALSE(watch.listener("127.0.0.1", 81));
    auto all = watch.all(1u << TCP_LISTEN);
    REQUIRE(all.size() == 1);
    CHECK(all[0].inode == found->inode);
}

asio::awaitable<void> look_at_a_connection(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto pipe = make_pipe();
    auto process = co_await start_python(
        *cage, "import socket, time\ns = socket.create_server(('', 80))\nc, _ = s.accept()\ntime.sleep(1000)",
        pipe.writing.get());
    SocketWatch watch(cage->network());
    auto is_listening = [&watch] { return watch.listener("127.0.0.1", 80).has_value(); };
    bool listening = co_await eventually(is_listening);
    REQUIRE(listening);
    auto socket = connect_to(*cage, 80);
    CHECK(::send(socket.get(), "seven b", 7, MSG_NOSIGNAL) == 7);
    auto own = loopback(0);
    socklen_t size = sizeof own;
    ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&own), &size);
    auto port = ntohs(own.sin_port);
    auto seen = watch.connection("127.0.0.1", 80, "127.0.0.1", port);
    REQUIRE(seen);
    CHECK(seen->state == TCP_ESTABLISHED);
    CHECK(seen->receive_queue == 7);
    CHECK(seen->remote_port == port);
    CHECK_FALSE(watch.connection("127.0.0.1", 80, "127.0.0.1", static_cast<std::uint16_t>(port ^ 1)));
}

// The kernel drops what comes when the queue is full: the harness has to know before it connects.
asio::awaitable<void> fill_the_queue(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto pipe = make_pipe();
    auto server = co_await start_python(
        *cage, "import socket, time\ns = socket.create_server(('', 80), backlog=1)\ntime.sleep(1000)",
        pipe.writing.get());
    SocketWatch watch(cage->network());
    CHECK(watch.has_room("127.0.0.1", 81));
    auto is_listening = [&watch] { return watch.listener("127.0.0.1", 80).has_value(); };
    bool listening = co_await eventually(is_listening);
    REQUIRE(listening);
    CHECK(watch.has_room("127.0.0.1", 80));
    auto first = connect_to(*cage, 80);
    CHECK(watch.has_room("127.0.0.1", 80));
    auto second = connect_to(*cage, 80);
    CHECK_FALSE(watch.has_room("127.0.0.1", 80));
}

asio::awaitable<void> tables_agree(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto pipe = make_pipe();
    auto server = co_await start_python(*cage, server_text("AF_INET6", "::", "x"), pipe.writing.get());
    SocketWatch watch(cage->network());
    auto is_listening = [&watch] { return watch.listener("127.0.0.1", 80).has_value(); };
    bool listening = co_await eventually(is_listening);
    REQUIRE(listening);
    auto asked = watch.listener("127.0.0.1", 80);
    Inside inside(cage->network());
    auto read = find_listener(read_socket_tables(1u << TCP_LISTEN), "127.0.0.1", 80);
    REQUIRE(read);
    CHECK(read->inode == asked->inode);
    CHECK(read->local_address == asked->local_address);
    CHECK(read->uid == asked->uid);
}

bool has_cage() { return best_launcher().isolation().tier == Isolation::cage; }

} // namespace

TEST_CASE("two cages have the same port at the same time", "[network]") {
    if (has_cage()) play(same_port_in_two_cages(best_launcher()));
}

TEST_CASE("a listener is found whatever it is bound to", "[network]") {
    if (!has_cage()) return;
    SECTION("loopback") { play(look_at_a_listener(best_launcher(), "AF_INET", "127.0.0.1")); }
    SECTION("any address") { play(look_at_a_listener(best_launcher(), "AF_INET", "0.0.0.0")); }
    SECTION("both families") { play(look_at_a_listener(best_launcher(), "AF_INET6", "::")); }
}

TEST_CASE("a connection's unread bytes are seen", "[network]") {
    if (has_cage()) play(look_at_a_connection(best_launcher()));
}

TEST_CASE("a full queue of connections to be accepted is seen", "[network]") {
    if (has_cage()) play(fill_the_queue(best_launcher()));
}

TEST_CASE("the tables in /proc say the same", "[network]") {
    if (has_cage()) play(tables_agree(best_launcher()));
}

TEST_CASE("lines of /proc/net/tcp and tcp6", "[network]") {
    auto found = parse_table_line("   0: 0100007F:1F90 0200007F:A1B2 01 00000005:00000007 00:00000000 00000000  1000"
                                  "        0 4711 1 0000000000000000 100 0 0 10 0");
    REQUIRE(found);
    CHECK(found->local_address == "127.0.0.1");
    CHECK(found->local_port == 8080);
    CHECK(found->remote_address == "127.0.0.2");
    CHECK(found->remote_port == 0xa1b2);
    CHECK(found->state == TCP_ESTABLISHED);
    CHECK(found->send_queue == 5);
    CHECK(found->receive_queue == 7);
    CHECK(found->uid == 1000);
    CHECK(found->inode == 4711);
    auto mapped = parse_table_line("   1: 0000000000000000FFFF00000100007F:0050 00000000000000000000000000000000:0000 "
                                   "0A 00000000:00000000 00:00000000 00000000     0        0 12 1 0");
    REQUIRE(mapped);
    CHECK(mapped->local_address == "127.0.0.1");
    CHECK(mapped->remote_address == "::");
    CHECK_FALSE(parse_table_line("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt"));
    CHECK_FALSE(parse_table_line(""));
}
