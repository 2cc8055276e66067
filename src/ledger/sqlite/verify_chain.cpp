#include "ledger/sqlite/verify_chain.hpp"

#include <fmt/format.h>

#include <limits>

#include "ledger/sqlite/chain.hpp"

namespace holdfast::sqlite {
namespace {

class ChainWalk {
 public:
  ChainWalk(const AccountRow& account, VerifyReport& report)
      : account_{account},
        report_{report},
        head_{first_link(account.id, account.venue, account.owner)} {}

  void visit(const Link& link) {
    const std::uint64_t expected = sequence_ + 1;
    if (link.sequence != expected) {
      found(fmt::format("entries {} to {} are missing", expected, link.sequence - 1));
    } else if (link.previous != head_) {
      found(fmt::format("entry {} does not follow from the entry before it", link.sequence));
    }
    const auto hash = next_link(link.previous, link.sequence, link.booked_at, link.entry);
    if (!link.intact || hash != link.hash) {
      found(fmt::format("entry {} ('{}', {}) is not what was booked", link.sequence,
                        link.entry.id.text, link.entry.key.text()));
    }
    if (link.entry.key.account != account_.id) {
      found(fmt::format("entry {} speaks of another account, {}", link.sequence,
                        link.entry.key.account.text));
    }
    sequence_ = link.sequence;
    head_ = link.hash;
    ++report_.entries;
  }

  void finish() {
    if (sequence_ != account_.sequence) {
      found(fmt::format("the journal ends at entry {}, the account says {}", sequence_,
                        account_.sequence));
    } else if (head_ != account_.head) {
      found("the account's head is not the hash of its last entry");
    }
    if (account_.revision > account_.sequence || (account_.revision == 0) != (sequence_ == 0)) {
      found(fmt::format("revision {} cannot be, with {} entries", account_.revision, sequence_));
    }
  }

 private:
  void found(const std::string& what) {
    report_.findings.push_back(fmt::format("account {}: {}", account_.id.text, what));
  }

  const AccountRow& account_;
  VerifyReport& report_;
  std::uint64_t sequence_{};
  crypto::Digest head_;
};

}  // namespace

Result<void> verify_chains(Tables& tables, VerifyReport& report) {
  return tables.accounts.each([&](const AccountRow& account) -> Result<void> {
    ++report.accounts;
    ChainWalk walk{account, report};
    auto read =
        tables.journal.each_of_account(account.number, 0, std::numeric_limits<std::int64_t>::max(),
                                       [&walk](Link&& link) -> Result<void> {
                                         walk.visit(link);
                                         return {};
                                       });
    if (!read) return read;
    walk.finish();
    return {};
  });
}

}  // namespace holdfast::sqlite
