#include "ledger/sqlite/keep_heads.hpp"

#include <fmt/format.h>

#include "crypto/hex.hpp"
#include "ledger/sqlite/chain.hpp"
#include "ledger/sqlite/ledger.hpp"

namespace holdfast::sqlite {
namespace {

tl::unexpected<Error> heads_disagree(const std::string& path, const std::string& heads_path,
                                     std::string_view finding) {
  return fail(Fault::storage,
              fmt::format("the ledger {} is not the one whose heads {} keeps: {}. It may be an "
                          "older copy or a changed one; nothing was changed. Put the right file "
                          "back. If it was restored on purpose, move the heads file away and start "
                          "again: everything counts as unknown until the venues are asked.",
                          path, heads_path, finding));
}

}  // namespace

Result<std::vector<std::string>> compare_heads(const KeptHeads& kept, const std::string& ledger_id,
                                               Tables& tables) {
  std::vector<std::string> findings;
  if (kept.ledger_id.empty()) return findings;
  if (kept.ledger_id != ledger_id) {
    findings.push_back(fmt::format("the heads kept outside belong to ledger {}, this is ledger {}",
                                   kept.ledger_id, ledger_id));
    return findings;
  }
  for (const auto& [account, head] : kept.heads) {
    const auto row = tables.accounts.find(account);
    if (!row) return tl::make_unexpected(row.error());
    if (!*row) {
      findings.push_back(fmt::format(
          "account {}: it is missing, although its head was kept outside", account.text));
      continue;
    }
    if ((*row)->sequence < head.sequence) {
      findings.push_back(
          fmt::format("account {}: the journal ends at entry {}, but entry {} was "
                      "seen: this is an older copy",
                      account.text, (*row)->sequence, head.sequence));
      continue;
    }
    std::optional<crypto::Digest> hash = first_link(account, (*row)->venue, (*row)->owner);
    if (head.sequence > 0) {
      const auto found = tables.journal.hash_at((*row)->number, head.sequence);
      if (!found) return tl::make_unexpected(found.error());
      hash = *found;
    }
    if (!hash || crypto::to_hex(*hash) != head.hash) {
      findings.push_back(
          fmt::format("account {}: entry {} is not the one whose hash was kept "
                      "outside: the journal was rewritten",
                      account.text, head.sequence));
    }
  }
  return findings;
}

Result<Heads> heads_of(Tables& tables) {
  Heads heads;
  auto read = tables.accounts.each([&heads](const AccountRow& row) -> Result<void> {
    heads[row.id] = {row.sequence, crypto::to_hex(row.head)};
    return {};
  });
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return heads;
}

Result<std::string> ledger_id_of(Database& database) {
  Statement statement{database, "SELECT value FROM meta WHERE name = 'ledger_id'"};
  std::string id;
  auto read = statement.each([&id](Row& row) -> Result<void> {
    id = row.text();
    return {};
  });
  if (!read) return tl::make_unexpected(std::move(read.error()));
  return id;
}

Result<void> refuse_if_heads_remember(const std::string& path, const Options& options) {
  if (options.heads_path.empty()) return {};
  const auto kept = read_heads(options.heads_path);
  if (!kept) return tl::make_unexpected(kept.error());
  if (kept->heads.empty()) return {};
  return heads_disagree(path, options.heads_path, "the ledger is missing");
}

Result<void> SqliteLedger::keep_heads() {
  if (options_.heads_path.empty()) return {};
  const auto kept = read_heads(options_.heads_path);
  if (!kept) return tl::make_unexpected(kept.error());
  const auto id = ledger_id_of(*database_);
  if (!id) return tl::make_unexpected(id.error());
  const auto findings = compare_heads(*kept, *id, tables_);
  if (!findings) return tl::make_unexpected(findings.error());
  if (!findings->empty()) {
    return heads_disagree(database_->path(), options_.heads_path, findings->front());
  }
  auto heads = heads_of(tables_);
  if (!heads) return tl::make_unexpected(std::move(heads.error()));
  auto file = HeadsFile::replace(options_.heads_path, *id, std::move(*heads));
  if (!file) return tl::make_unexpected(std::move(file.error()));
  heads_ = std::move(*file);
  return {};
}

}  // namespace holdfast::sqlite
