#include "domain/journal_entry.hpp"

namespace holdfast {

bool comes_first(const JournalEntry& a, const JournalEntry& b) {
  if (a.at != b.at) return a.at < b.at;
  const bool token =
      a.key.venue == VenueName::polymarket || a.key.venue == VenueName::kalshi_solana;
  if (token && a.change.is_negative() != b.change.is_negative()) return b.change.is_negative();
  return a.id < b.id;
}

EntryId fill_entry_id(const AccountId& account, const FillId& fill) {
  return EntryId{"fill:" + account.text + ":" + fill.text};
}

// What is not listed yet is a guess of its own, without price and fee: the listed fill takes its
// place.
JournalEntry entry_of(const Fill& fill) {
  return JournalEntry{
      .id = fill.listed ? fill_entry_id(fill.key.account, fill.id)
                        : EntryId{"correction:" + fill.key.text() + ":" + fill.id.text},
      .kind = fill.listed ? EntryKind::fill : EntryKind::correction,
      .key = fill.key,
      .change = fill.change,
      .price = fill.listed ? std::optional{fill.price} : std::nullopt,
      .fee = fill.listed ? fill.fee : Money{},
      .at = fill.at,
      .evidence = {EvidenceKind::fill, fill.id.text, fill.at, "fill " + fill.id.text},
      .closing = std::nullopt,
      .supersedes = std::nullopt,
      .cause = fill.cause,
      .funding = {},
      .seed = std::nullopt};
}

JournalEntry entry_of(const Settlement& settlement) {
  return JournalEntry{.id = EntryId{"settlement:" + settlement.key.text() + ":" + settlement.id},
                      .kind = EntryKind::settlement,
                      .key = settlement.key,
                      .change = settlement.change,
                      .price = settlement.payout,
                      .fee = settlement.fee,
                      .at = settlement.at,
                      .evidence = {EvidenceKind::settlement, settlement.id, settlement.at,
                                   "settled at " + settlement.payout.text()},
                      .closing = std::nullopt,
                      .supersedes = std::nullopt,
                      .cause = settlement.cause,
                      .funding = {},
                      .seed = std::nullopt};
}

JournalEntry entry_of(const Transfer& transfer) {
  return JournalEntry{.id = EntryId{"transfer:" + transfer.key.text() + ":" + transfer.id},
                      .kind = EntryKind::transfer,
                      .key = transfer.key,
                      .change = transfer.change,
                      .price = transfer.price,
                      .fee = {},
                      .at = transfer.at,
                      .evidence = {EvidenceKind::activity, transfer.id, transfer.at,
                                   std::string{name_of(transfer.cause)} + " " + transfer.id},
                      .closing = std::nullopt,
                      .supersedes = std::nullopt,
                      .cause = transfer.cause,
                      .funding = {},
                      .seed = std::nullopt};
}

JournalEntry entry_of(const Funding& funding) {
  return JournalEntry{.id = EntryId{"funding:" + funding.key.text() + ":" + funding.id},
                      .kind = EntryKind::funding,
                      .key = funding.key,
                      .change = {},
                      .price = std::nullopt,
                      .fee = {},
                      .at = funding.at,
                      .evidence = {EvidenceKind::activity, funding.id, funding.at,
                                   "funding " + funding.received.text()},
                      .closing = std::nullopt,
                      .supersedes = std::nullopt,
                      .cause = Cause::funding,
                      .funding = funding.received,
                      .seed = std::nullopt};
}

}  // namespace holdfast
