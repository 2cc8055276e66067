#pragma once
#include <gtest/gtest.h>

#include <map>
#include <memory>

#include "api/answering.hpp"
#include "support/seeded_entropy.hpp"
#include "support/still_clock.hpp"
#include "support/values.hpp"

// An API without sockets: a replica, a ledger and a desk that tests fill and look at.
namespace holdfast::test {

class OneReplica final : public ReplicaSource {
 public:
  [[nodiscard]] std::shared_ptr<const Replica> current() const override {
    return std::make_shared<const Replica>(replica);
  }
  Replica replica;
};

class QuietDesk final : public EngineDesk {
 public:
  void sync(std::vector<AccountId> accounts, Done done) override {
    asked.push_back(std::move(accounts));
    waiting.push_back(std::move(done));
  }
  void confirm_case(CaseId id, std::vector<PositionKey> keys, std::string by, Done done) override {
    confirmed.push_back(id.text + " " + std::to_string(keys.size()) + " " + by);
    waiting.push_back(std::move(done));
  }
  void mark_case(CaseId id, CaseMark mark, Done done) override {
    marked.emplace_back(std::move(id), std::move(mark));
    waiting.push_back(std::move(done));
  }
  void book_knowledge(std::vector<JournalEntry> entries, Done done) override {
    known.insert(known.end(), entries.begin(), entries.end());
    waiting.push_back(std::move(done));
  }
  std::vector<JournalEntry> known;
  std::vector<std::vector<AccountId>> asked;
  std::vector<std::string> confirmed;
  std::vector<std::pair<CaseId, CaseMark>> marked;
  std::vector<Done> waiting;
};

struct LedgerContent {
  std::vector<AccountRecord> accounts;
  std::vector<Position> positions;
  std::vector<JournalRow> journal;
  std::vector<Case> cases;
  std::vector<Alert> alerts;
  std::vector<EventRow> events;
  std::map<std::string, SnapshotRow> snapshots;       // by account
  std::map<std::string, std::vector<RawAnswer>> raw;  // by snapshot, and by case
};

class PaperLedger final : public LedgerReader {
 public:
  explicit PaperLedger(const LedgerContent& content) : content_{content} {}
  Result<std::vector<AccountRecord>> accounts() override { return content_.accounts; }
  Result<std::vector<Alert>> alerts(bool) override { return content_.alerts; }
  Result<std::vector<Position>> positions(PositionScope scope) override {
    std::vector<Position> found;
    for (const Position& position : content_.positions) {
      const bool open = position.state == PositionState::open;
      if (scope == PositionScope::all || open == (scope == PositionScope::open)) {
        found.push_back(position);
      }
    }
    return found;
  }
  Result<std::vector<JournalRow>> journal(const AccountId& account, std::uint64_t after,
                                          std::uint32_t limit) override {
    std::vector<JournalRow> found;
    for (const JournalRow& row : content_.journal) {
      const bool wanted = row.entry.key.account == account && row.sequence > after;
      if (wanted && found.size() < limit) found.push_back(row);
    }
    return found;
  }
  Result<std::vector<JournalRow>> journal_of(const PositionKey& key) override {
    std::vector<JournalRow> found;
    for (const JournalRow& row : content_.journal) {
      if (row.entry.key == key) found.push_back(row);
    }
    return found;
  }
  Result<std::vector<Case>> cases(bool open_only) override {
    std::vector<Case> found;
    for (const Case& row : content_.cases) {
      if (!open_only || is_open(row.state)) found.push_back(row);
    }
    return found;
  }
  Result<std::vector<EventRow>> events(std::uint64_t after, std::uint32_t limit) override {
    std::vector<EventRow> found;
    for (const EventRow& row : content_.events) {
      if (row.id > after && found.size() < limit) found.push_back(row);
    }
    return found;
  }
  Result<std::vector<Instrument>> instruments() override { return std::vector<Instrument>{}; }
  Result<std::optional<SnapshotRow>> newest_snapshot(const AccountId& account) override {
    const auto found = content_.snapshots.find(account.text);
    if (found == content_.snapshots.end()) return std::nullopt;
    return found->second;
  }
  Result<std::vector<RawAnswer>> raw(const SnapshotId& snapshot) override {
    const auto found = content_.raw.find(snapshot.text);
    return found == content_.raw.end() ? std::vector<RawAnswer>{} : found->second;
  }
  Result<std::vector<RawAnswer>> raw_of_case(const CaseId& id) override {
    return raw(SnapshotId{id.text});
  }
  Result<VerifyReport> verify() override { return VerifyReport{}; }
  Result<void> backup(const std::string&) override { return {}; }

 private:
  const LedgerContent& content_;
};

class PaperShelf final : public Bookshelf {
 public:
  [[nodiscard]] std::vector<ShelvedBook> books() const override { return shelved; }
  Result<ShelvedBook> post(const std::string& name, std::string_view text, UtcTime at) override {
    if (text == "kept") return fail(Fault::storage, "no room is left");
    if (text != "good") return fail(Fault::malformed, "no book");
    auto book = std::make_shared<ForeignBook>();
    book->name = name;
    book->read_at = at;
    return shelved.emplace_back(ShelvedBook{.name = name, .book = std::move(book)});
  }
  Result<bool> remove(const std::string& name) override {
    if (name == "file") return fail(Fault::refused, "it is read from a file");
    return std::erase_if(shelved, [&](const ShelvedBook& one) { return one.name == name; }) > 0;
  }
  [[nodiscard]] Result<ForeignBook> read(std::string_view text,
                                         const std::string& name) const override {
    if (name == "none") return fail(Fault::refused, "no book is called none");
    read_as = name;
    if (text != "good") return fail(Fault::malformed, "no book");
    return book_to_read;
  }
  [[nodiscard]] Result<std::string> fill_ids(
      std::string_view row, const std::map<std::string, std::string>& ids) const override {
    return real != nullptr ? real->fill_ids(row, ids) : Result<std::string>{std::string{row}};
  }
  std::vector<ShelvedBook> shelved;
  ForeignBook book_to_read;
  mutable std::string read_as;
  const Bookshelf* real{};  // who fills ids in; null: nobody
};

inline std::shared_ptr<const Snapshot> listing_of(VenueName venue, std::vector<Holding> rows,
                                                  std::int64_t as_of = 990) {
  SnapshotHeader header{.id = SnapshotId{"snap-" + std::string{name_of(venue)}},
                        .account = AccountId{std::string{name_of(venue)} + "/main"},
                        .venue = venue,
                        .as_of = at_s(as_of),
                        .content_hash = "c0ffee"};
  auto snapshot =
      Snapshot::from_complete_listing(std::move(header), std::move(rows), whole_listing());
  return std::make_shared<const Snapshot>(std::move(snapshot).value());
}

inline AccountStatus account_of(VenueName venue, std::shared_ptr<const Snapshot> snapshot) {
  AccountStatus status{.id = AccountId{std::string{name_of(venue)} + "/main"}, .venue = venue};
  status.verdict = snapshot ? Verdict::agrees : Verdict::unknown;
  status.current = snapshot != nullptr;
  status.snapshot = std::move(snapshot);
  status.asked_at = at_s(995);
  if (status.snapshot) status.applied_at = at_s(995);
  return status;
}

inline Position position_of(const PositionKey& key, std::string_view quantity,
                            std::optional<std::string_view> cost = std::nullopt) {
  Position position;
  position.key = key;
  position.quantity = qty(quantity);
  if (cost) position.cost = usd(*cost);
  position.opened_at = at_s(0);
  position.changed_at = at_s(0);
  return position;
}

// The tokens "reader", "resolver" and "trader" open what their names say.
struct ApiHouse {
  explicit ApiHouse(api::ReadRule reads = api::ReadRule::open_on_loopback)
      : door{reads, tokens(), entropy, clock} {
    clock.advance(std::chrono::seconds{1000});
  }

  static api::TokenBook tokens() {
    using api::Scope;
    using api::Scopes;
    api::TokenBook book;
    book.add("r", Scopes{}.with(Scope::read), "reader");
    book.add("w", Scopes{}.with(Scope::read).with(Scope::resolve), "resolver");
    book.add("t", Scopes{}.with(Scope::trade), "trader");
    return book;
  }

  [[nodiscard]] api::ApiContext context() {
    return {.replicas = replicas,
            .desk = desk,
            .open_ledger = [this]() -> Result<std::unique_ptr<LedgerReader>> {
              if (ledger_away) return fail(Fault::storage, "disk gone");
              return std::make_unique<PaperLedger>(ledger);
            },
            .books = shelf,
            .clock = clock,
            .door = door,
            .metrics = [] { return std::string{"holdfast_up 1\n"}; },
            .engine_silence = [this] { return engine_silence; },
            .assets = assets,
            .settings = settings};
  }

  static api::Request request(std::string method, std::string target, Headers headers = {},
                              std::string body = "") {
    net::ServeRequest sent{.method = std::move(method), .target = std::move(target)};
    sent.headers = std::move(headers);
    if (sent.count("host") == 0) sent.headers.emplace_back("Host", "127.0.0.1:8420");
    sent.body = std::move(body);
    return api::read_request(std::move(sent)).value();
  }

  api::Answer get(std::string target, Headers headers = {}) {
    return api::answer(request("GET", std::move(target), std::move(headers)), context());
  }
  api::Answer post(std::string target, std::string body, std::optional<api::Asked> asked = {}) {
    return api::answer(
        request("POST", std::move(target),
                {{"Authorization", "Bearer resolver"}, {"Content-Type", "application/json"}},
                std::move(body)),
        context(), std::move(asked));
  }

  StillClock clock;
  SeededEntropy entropy;
  OneReplica replicas;
  QuietDesk desk;
  LedgerContent ledger;
  bool ledger_away{};
  PaperShelf shelf;
  api::Doorkeeper door;
  std::vector<web_assets::Asset> assets;
  Duration engine_silence{};
  api::ApiSettings settings{.version = "0.1.0"};
};

// A house with one Kalshi account that holds ten, and what tests write into its ledger.
inline const PositionKey fed = kalshi_key("KXFED");
inline const PositionKey rain = kalshi_key("KXRAIN/NYC");

struct KalshiHouse : testing::Test {
  KalshiHouse() {
    house.replicas.replica.accounts = {
        account_of(VenueName::kalshi, listing_of(VenueName::kalshi, {row_of(fed, "10")}))};
    house.ledger.accounts = {{.id = fed.account,
                              .venue = VenueName::kalshi,
                              .owner = "a1b2c3d4-e5f6-7890-abcd-ef1234567890",
                              .revision = 4,
                              .head = "00ff"}};
  }
  Case drift(std::string id, std::optional<std::string_view> stake) {
    Case open{.id = CaseId{std::move(id)}, .account = fed.account, .key = fed};
    open.reason = CaseReason::suspected;
    open.ours = qty("10");
    open.theirs = qty("8");
    if (stake) open.at_stake = usd(*stake);
    open.opened_at = at_s(500);
    return open;
  }
  JournalRow row(std::uint64_t sequence, std::string_view change, std::int64_t booked,
                 const PositionKey& key = fed) {
    JournalEntry entry{
        .id = EntryId{"e" + std::to_string(sequence)},
        .kind = EntryKind::fill,
        .key = key,
        .change = qty(change),
        .price = px("0.5"),
        .at = at_s(booked),
        .evidence = {EvidenceKind::fill, "f" + std::to_string(sequence), at_s(booked), "fill"}};
    return {
        .sequence = sequence, .booked_at = at_s(booked), .hash = "aa", .entry = std::move(entry)};
  }
  ApiHouse house;
};

}  // namespace holdfast::test
