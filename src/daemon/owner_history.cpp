#include "daemon/owner_history.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "books/positions_json.hpp"
#include "crypto/eth_address.hpp"
#include "ledger/sqlite/open.hpp"

namespace holdfast::daemon {
namespace {

// One wallet, one text. Empty: it is none.
std::string canonical(VenueName venue, const std::string& wallet) {
  if (venue != VenueName::polymarket) return wallet;
  const auto address = crypto::EthAddress::parse(wallet);
  return address ? address->checksummed() : std::string{};
}

bool is_of_another(const std::string& wallet, const AccountId& account, VenueName venue,
                   const platform::Config& config) {
  return std::ranges::any_of(config.accounts, [&](const platform::AccountConfig& one) {
    return one.venue == venue && one.id != account && !one.address.empty() &&
           canonical(venue, one.address) == wallet;
  });
}

Result<void> read_journal(LedgerReader& ledger, const AccountId& account, OwnerTraces& traces) {
  constexpr std::uint32_t page = 1'000;
  for (std::uint64_t after = 0;;) {
    const auto rows = ledger.journal(account, after, page);
    if (!rows) return tl::make_unexpected(rows.error());
    for (const JournalRow& row : *rows) {
      after = row.sequence;
      traces.instruments.insert(row.entry.key.instrument.text);
      const std::string& id = row.entry.evidence.id;
      if (row.entry.kind == EntryKind::fill) {
        traces.transactions.insert(id.substr(0, id.find(':')));
      }
    }
    if (rows->size() < page) return {};
  }
}

// positions.json names wallets of Polymarket only.
void read_book(const ForeignBook& book, OwnerHistory& history) {
  for (const BookRow& row : book.rows) {
    const ExternalIds& ids = row.ids;
    const std::string wallet = canonical(VenueName::polymarket, ids.poly_address);
    if (wallet.empty()) continue;
    history.candidates.push_back({wallet, "the book " + book.name});
    for (const std::string& token :
         {ids.poly_asset_yes, ids.poly_asset_no, ids.poly_token_id_yes, ids.poly_token_id_no}) {
      if (!token.empty()) history.traces.instruments.insert(token);
    }
  }
}

}  // namespace

std::vector<ForeignBook> read_books(const std::vector<platform::BookConfig>& configured) {
  std::vector<ForeignBook> books;
  for (const platform::BookConfig& one : configured) {
    if (one.is_handed_in()) continue;
    std::ifstream file{one.path, std::ios::binary};
    std::stringstream text;
    text << file.rdbuf();
    auto book = books::parse_positions_json(text.str());
    if (!book) continue;
    book->name = one.name;
    books.push_back(*std::move(book));
  }
  return books;
}

Result<std::unique_ptr<LedgerReader>> ledger_if_any(const platform::Config& config) {
  if (!std::filesystem::exists(config.ledger.path)) return std::unique_ptr<LedgerReader>{};
  return sqlite::open_reader(config.ledger.path);
}

Result<OwnerHistory> owner_history(const AccountId& account, VenueName venue,
                                   const platform::Config& config,
                                   std::span<const ForeignBook> books, LedgerReader* ledger) {
  OwnerHistory history;
  std::vector<OwnerCandidate> own;
  auto records = ledger != nullptr ? ledger->accounts() : std::vector<AccountRecord>{};
  if (!records) return tl::make_unexpected(records.error());
  for (const AccountRecord& record : *records) {
    if (record.venue != venue || record.owner.empty()) continue;
    if (is_of_another(record.owner, account, venue, config)) continue;
    if (auto read = read_journal(*ledger, record.id, history.traces); !read) {
      return tl::make_unexpected(std::move(read).error());
    }
    auto& into = record.id == account ? own : history.candidates;
    into.push_back({record.owner, "the ledger's account " + record.id.text});
  }
  if (venue == VenueName::polymarket) {
    for (const ForeignBook& book : books) read_book(book, history);
    std::erase_if(history.candidates, [&](const OwnerCandidate& one) {
      return is_of_another(one.owner, account, venue, config);
    });
  }
  // Bound already: nobody else can be meant.
  if (!own.empty()) history.candidates = std::move(own);
  return history;
}

}  // namespace holdfast::daemon
