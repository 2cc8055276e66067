#include "api/event_hub.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api/write_values.hpp"

namespace holdfast::api {
namespace {

constexpr std::uint32_t page = 500;
constexpr std::size_t ahead_max = 1000;

}  // namespace

std::string event_text(std::optional<std::uint64_t> id, const Event& event) {
  JsonWriter json;
  write_event(json, id, event);
  // JSON has its line breaks escaped, so the data is one line.
  const std::string number = id ? fmt::format("id: {}\n", *id) : "";
  return fmt::format("{}event: {}\ndata: {}\n\n", number, name_of(event.kind), json.text());
}

void EventHub::publish(const Event& event) {
  gate_->post([self = shared_from_this(), event] { self->take(event); });
}

// What was committed is read from the ledger, with its id and in its order; what is not there is
// told as it is.
void EventHub::take(const Event& event) {
  if (clients_.empty()) return;
  if (const auto rows = fresh_rows()) {
    std::string text;
    for (const EventRow& row : *rows) {
      text += event_text(row.id, row.event);
      ahead_.push_back(row.event);
      told_ = row.id;
    }
    push(text);
  }
  while (ahead_.size() > ahead_max) ahead_.pop_front();
  const auto known = std::ranges::find(ahead_, event);
  if (known == ahead_.end()) {
    push(event_text(std::nullopt, event));
  } else {
    ahead_.erase(known);
  }
}

Result<std::vector<EventRow>> EventHub::fresh_rows() {
  auto ledger = open_ledger_();
  if (!ledger) return tl::make_unexpected(ledger.error());
  std::vector<EventRow> rows;
  for (;;) {
    auto more = (*ledger)->events(rows.empty() ? told_.value_or(0) : rows.back().id, page);
    if (!more) return more;
    const bool last = more->size() < page;
    std::ranges::move(*more, std::back_inserter(rows));
    if (last) return rows;
  }
}

void EventHub::push(const std::string& text) {
  if (text.empty()) return;
  const auto shared = std::make_shared<const std::string>(text);
  std::erase_if(clients_, [&](const auto& client) { return !client->push(shared); });
}

// Everything after `after` up to what the others have.
Result<std::string> EventHub::replay(LedgerReader& ledger, std::uint64_t after) {
  std::string text;
  std::size_t count = 0;
  while (after < *told_) {
    const auto rows = ledger.events(after, page);
    if (!rows) return tl::make_unexpected(rows.error());
    if (rows->empty()) break;
    for (const EventRow& row : *rows) {
      if (row.id > *told_) return text;
      if (++count > replay_max) {
        // Too long ago to tell one by one: whoever listens loads everything anew.
        return fmt::format("id: {}\nevent: reset\ndata: {{}}\n\n", *told_);
      }
      text += event_text(row.id, row.event);
    }
    after = rows->back().id;
  }
  return text;
}

// The first client begins at the ledger's end.
Result<void> EventHub::catch_up(LedgerReader& ledger) {
  if (told_ && !clients_.empty()) return {};
  std::uint64_t last = told_.value_or(0);
  for (;;) {
    const auto rows = ledger.events(last, page);
    if (!rows) return tl::make_unexpected(rows.error());
    if (!rows->empty()) last = rows->back().id;
    if (rows->size() < page) break;
  }
  told_ = last;
  ahead_.clear();
  return {};
}

Result<std::shared_ptr<net::EventStream>> EventHub::join(std::optional<std::uint64_t> last_seen) {
  auto ledger = open_ledger_();
  if (!ledger) return tl::make_unexpected(ledger.error());
  if (auto caught = catch_up(**ledger); !caught) return tl::make_unexpected(caught.error());
  // Also a first line, so that the browser knows at once that it is connected.
  std::string text = "retry: 2000\n\n";
  if (last_seen) {
    const auto missed = replay(**ledger, *last_seen);
    if (!missed) return tl::make_unexpected(missed.error());
    text += *missed;
  }
  auto client = std::make_shared<net::EventStream>();
  client->push(std::move(text));
  clients_.push_back(client);
  return client;
}

void EventHub::beat() { push(": here\n\n"); }

}  // namespace holdfast::api
