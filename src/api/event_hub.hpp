#pragma once
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "api/gate.hpp"
#include "net/event_stream.hpp"
#include "ports/event_sink.hpp"
#include "ports/ledger_reader.hpp"

namespace holdfast::api {

// Server-sent events. Their ids are the ledger's, so that a browser that was away asks for what it
// missed by the last one it saw; events that the ledger does not keep come without an id.
class EventHub final : public EventSink, public std::enable_shared_from_this<EventHub> {
 public:
  using OpenLedger = std::function<Result<std::unique_ptr<LedgerReader>>()>;
  static constexpr std::size_t replay_max = 5000;  // events; beyond that the client loads anew

  EventHub(OpenLedger open_ledger, std::shared_ptr<Gate> gate)
      : open_ledger_{std::move(open_ledger)}, gate_{std::move(gate)} {}

  // From any thread.
  void publish(const Event& event) override;

  // The rest on the server's thread. Replays what came after `last_seen` (none: nothing), then
  // follows. Fault::storage when the ledger cannot be read.
  Result<std::shared_ptr<net::EventStream>> join(std::optional<std::uint64_t> last_seen);
  // Keeps the ways through proxies open and finds clients that are gone.
  void beat();
  [[nodiscard]] std::size_t clients() const { return clients_.size(); }

 private:
  Result<std::string> replay(LedgerReader& ledger, std::uint64_t after);
  void take(const Event& event);
  void push(const std::string& text);
  Result<std::vector<EventRow>> fresh_rows();
  Result<void> catch_up(LedgerReader& ledger);

  OpenLedger open_ledger_;
  std::shared_ptr<Gate> gate_;
  std::list<std::shared_ptr<net::EventStream>> clients_;
  std::optional<std::uint64_t>
      told_;                // the newest ledger id that clients have; none: no client yet
  std::list<Event> ahead_;  // told from the ledger before they were published here
};

// "id: 7\nevent: case.opened\ndata: {…}\n\n"
std::string event_text(std::optional<std::uint64_t> id, const Event& event);

}  // namespace holdfast::api
