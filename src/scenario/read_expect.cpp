#include <fmt/format.h>

#include "scenario/read_parts.hpp"

namespace holdfast::scenario {
namespace {

using Subject = Check::Subject;
using Words = std::vector<std::string_view>;

const Words position_fields{"quantity",      "side",         "state",    "verdict", "cost",
                            "average_price", "realized_pnl", "unpriced", "fees",    "origin",
                            "life",          "closing",      "entries",  "funding", "price",
                            "market",        "redeemable",   "settling", "sellable"};
const Words book_fields{"status",          "sub_reason", "diff_contracts",
                        "diff_cost_basis", "internal",   "external"};
const Words case_fields{"reason", "state",    "sightings", "ours",
                        "theirs", "at_stake", "keys",      "note"};
const Words sync_fields{"active", "updated", "created", "closed", "held_back", "requests"};

class Reader {
 public:
  Reader(const Value& value, Names& names)
      : form_{value, "expect", names.refusal()}, names_{names} {}

  Expect read() {
    rows("positions", Subject::position, position_fields);
    rows("cases", Subject::found_case, case_fields);
    books();
    streams();
    object("sync", Subject::sync, sync_fields);
    event_list("events", Subject::event);
    event_list("no_events", Subject::no_event);
    single("alerts", Subject::alerts);
    single("open_cases", Subject::open_cases);
    single("headline", Subject::headline);
    single("exit_code", Subject::exit_code);
    single("ledger_hash_same_as", Subject::same_hash);
    form_.close();
    if (expect_.checks.empty()) form_.refuse("expects nothing");
    return std::move(expect_);
  }

 private:
  void add(Check check, const Value& value) {
    if (value.is(Value::Kind::array) || value.is(Value::Kind::object)) {
      form_.refuse_at(value, check.path + " is one value");
    }
    check.line = value.line;
    check.expected = value.is(Value::Kind::null) ? "unknown" : value.text;
    expect_.checks.push_back(std::move(check));
  }

  void rows(std::string_view name, Subject subject, const Words& fields) {
    std::size_t index = 0;
    for (const Value& row : form_.list(name)) {
      Form form{row, std::string{name}, names_.refusal()};
      const std::string instrument = form.text("instrument", "");
      const auto* known = names_.find(instrument);
      if (!instrument.empty() && known == nullptr) {
        form.refuse("no instrument is called " + instrument);
      }
      const std::string account =
          known == nullptr ? form.text("account", "") : names_.account(form, known->venue);
      if (subject == Subject::position && instrument.empty()) form.refuse("needs instrument");
      const std::size_t before = expect_.checks.size();
      const std::string hint = subject == Subject::found_case ? form.text("reason", "") : "";
      for (const std::string_view field : fields) {
        const Value* value = form.find(field);
        if (value == nullptr) continue;
        add({.subject = subject,
             .account = account,
             .instrument = instrument,
             .field = std::string{field},
             .hint = hint,
             .path = fmt::format("{}[{}].{}", name, index, field)},
            *value);
      }
      form.close();
      if (expect_.checks.size() == before) form.refuse("says nothing of what it names");
      ++index;
    }
  }

  void books() {
    std::size_t index = 0;
    for (const Value& row : form_.list("books")) {
      Form form{row, "books", names_.refusal()};
      const std::string book = form.text("book", "book");
      const std::string market = form.text("market");
      const std::string leg = form.text("leg", "");
      for (const std::string_view field : book_fields) {
        const Value* value = form.find(field);
        if (value == nullptr) continue;
        if (leg.empty() && field != "status" && field != "sub_reason") {
          form.refuse(std::string{field} + " is of a leg");
        }
        add({.subject = Subject::book_entry,
             .account = book,
             .instrument = market,
             .field = std::string{field},
             .hint = leg,
             .path = fmt::format("books[{}].{}", index, field)},
            *value);
      }
      form.close();
      ++index;
    }
  }

  // How many instruments an account's stream watches.
  void streams() {
    std::size_t index = 0;
    for (const Value& row : form_.list("streams")) {
      Form form{row, "streams", names_.refusal()};
      const std::string account = form.text("account");
      if (!names_.knows_account(account)) form.refuse("no account is called " + account);
      if (const Value* value = form.find("watched")) {
        add({.subject = Subject::stream,
             .account = account,
             .field = "watched",
             .path = fmt::format("streams[{}].watched", index)},
            *value);
      }
      form.close();
      ++index;
    }
  }

  void object(std::string_view name, Subject subject, const Words& fields) {
    const Value* found = form_.find(name);
    if (found == nullptr) return;
    Form form{*found, std::string{name}, names_.refusal()};
    for (const std::string_view field : fields) {
      if (const Value* value = form.find(field)) {
        add({.subject = subject,
             .field = std::string{field},
             .path = fmt::format("{}.{}", name, field)},
            *value);
      }
    }
    form.close();
  }

  void event_list(std::string_view name, Subject subject) {
    std::size_t index = 0;
    for (const Value& value : form_.list(name)) {
      add({.subject = subject, .path = fmt::format("{}[{}]", name, index++)}, value);
    }
  }

  void single(std::string_view name, Subject subject) {
    if (const Value* value = form_.find(name)) {
      add({.subject = subject, .path = std::string{name}}, *value);
    }
  }

  Form form_;
  Names& names_;
  Expect expect_;
};

}  // namespace

Expect read_expect(const Value& value, Names& names) { return Reader{value, names}.read(); }

}  // namespace holdfast::scenario
