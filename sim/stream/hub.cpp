#include "sim/stream/hub.hpp"

#include <utility>

#include "sim/amount_text.hpp"
#include "sim/kalshi/stream.hpp"
#include "sim/pacifica/stream.hpp"
#include "sim/polymarket/stream.hpp"
#include "sim/solana/stream.hpp"
#include "sim/stream/ghost_fill.hpp"
#include "sim/target.hpp"
#include "sim/world.hpp"

namespace holdfast::sim {
namespace {

constexpr std::size_t remembered_frames = 32;

struct Opened {
  std::string venue;
  std::string caller;
  std::unique_ptr<StreamSession> session;
};

tl::expected<Opened, Reply> refused(int status, const Node& body) {
  return tl::make_unexpected(Reply{.status = status,
                                   .headers = {{"Content-Type", "application/json"}},
                                   .body = body.json() + "\n"});
}

tl::expected<Opened, Reply> open_session(World& world, const Request& handshake, UtcTime now) {
  const Target target{handshake.target};
  if (target.path() == "/trade-api/ws/v2") {
    auto caller = kalshi::admit_stream(world, handshake, now);
    if (!caller) return refused(caller.error().status, caller.error().body);
    auto session = kalshi::open_stream(world, *caller, now);
    return Opened{"kalshi-ws", caller->account, std::move(session)};
  }
  if (target.path() == "/ws/market") {
    return Opened{"polymarket-ws", "", polymarket::open_market_stream()};
  }
  if (target.path() == "/ws/user") {
    return Opened{"polymarket-ws", "", polymarket::open_user_stream(world)};
  }
  if (target.path() == "/ws") return Opened{"pacifica-ws", "", pacifica::open_stream(now)};
  const auto& path = target.segments();
  if (path.size() == 2 && path[0] == "solana" && path[1].size() == 1 && path[1] >= "1") {
    return Opened{"solana-ws", "endpoint " + path[1], solana::open_stream(path[1][0] - '0')};
  }
  return refused(404, Node::object({{"error", Node::text("no venue has this stream")}}));
}

}  // namespace

tl::expected<StreamId, Reply> StreamHub::open(World& world, const Request& handshake, UtcTime now) {
  auto opened = open_session(world, handshake, now);
  if (!opened) return tl::make_unexpected(opened.error());
  const StreamId id = next_++;
  connections_.emplace(id, Connection{.venue = std::move(opened->venue),
                                      .caller = std::move(opened->caller),
                                      .opened = now,
                                      .session = std::move(opened->session)});
  return id;
}

void StreamHub::hear(World& world, StreamId id, std::string_view text, UtcTime now) {
  const auto found = connections_.find(id);
  if (found == connections_.end() || found->second.silent) return;
  found->second.session->hear(world, text, now);
}

StreamOutput StreamHub::collect(World& world, StreamId id, UtcTime now) {
  const auto found = connections_.find(id);
  if (found == connections_.end()) return {.ended = "gone"};
  Connection& connection = found->second;
  if (connection.silent) return {.silent = true};
  connection.session->look(world, now);
  StreamOutput output;
  for (auto& frame : connection.session->take_frames()) {
    bend(world, connection, std::move(frame), now, output.texts);
    if (connection.silent) return {.silent = true};
  }
  output.ended = connection.session->ended();
  return output;
}

// The switches that fire on this frame decide how, when and whether it is sent.
void StreamHub::bend(World& world, Connection& connection, Frame frame, UtcTime now,
                     std::vector<std::string>& texts) {
  const auto fired = world.faults.draw({.venue = connection.venue,
                                        .endpoint = frame.channel,
                                        .target = frame.key,
                                        .body = frame.text});
  bool lost = false;
  bool twice = false;
  bool late = false;
  std::size_t replayed = 0;
  std::optional<std::string> ghost;
  for (const SetFault& fault : fired) {
    lost = lost || fault.kind == FaultKind::gap;
    twice = twice || fault.kind == FaultKind::duplicate;
    late = late || fault.kind == FaultKind::reorder;
    if (fault.kind == FaultKind::stale_replay) {
      replayed = static_cast<std::size_t>(fault.number("last", 3));
    }
    if (fault.kind == FaultKind::phantom_book) {
      if (auto book = connection.session->phantom(world, frame.key, now)) {
        frame.text = *std::move(book);
      }
    }
    if (fault.kind == FaultKind::ghost_fill) {
      ghost = ghost_fill(connection.venue, frame.text, world.random);
    }
    if (fault.kind == FaultKind::half_open) connection.silent = true;
    if (fault.kind == FaultKind::silent_drop) {
      connection.session->forget(frame.channel, frame.key);
      lost = true;
    }
  }
  if (connection.silent || lost) return;
  auto& before = connection.before[frame.channel + " " + frame.key];
  if (late) {
    connection.held.push_back(std::move(frame.text));
    return;
  }
  texts.push_back(frame.text);
  if (twice) texts.push_back(frame.text);
  if (ghost) texts.push_back(*std::move(ghost));
  for (auto& held : std::exchange(connection.held, {})) texts.push_back(std::move(held));
  const auto from = before.size() - std::min(before.size(), replayed);
  for (std::size_t i = from; i < before.size(); ++i) texts.push_back(before[i]);
  before.push_back(std::move(frame.text));
  if (before.size() > remembered_frames) before.pop_front();
}

Node StreamHub::list() const {
  auto rows = Node::list();
  for (const auto& [id, connection] : connections_) {
    auto subscriptions = Node::list();
    for (const auto& one : connection.session->live()) {
      subscriptions.push(
          Node::object({{"channel", Node::text(one.channel)}, {"key", Node::text(one.key)}}));
    }
    rows.push(Node::object({{"id", Node::number(static_cast<std::int64_t>(id))},
                            {"venue", Node::text(connection.venue)},
                            {"account", Node::text(connection.caller)},
                            {"opened", Node::text(rfc3339_text(connection.opened))},
                            {"silent", Node::boolean(connection.silent)},
                            {"subscriptions", std::move(subscriptions)}}));
  }
  return Node::object({{"streams", std::move(rows)}});
}

std::vector<LiveSubscription> StreamHub::live(std::string_view venue) const {
  std::vector<LiveSubscription> all;
  for (const auto& [id, connection] : connections_) {
    if (connection.venue != venue) continue;
    for (auto& one : connection.session->live()) all.push_back(std::move(one));
  }
  return all;
}

}  // namespace holdfast::sim
