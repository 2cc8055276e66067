#pragma once
#include <map>
#include <string>

#include "api/call.hpp"
#include "api/write_values.hpp"
#include "core/reconcile_books.hpp"

// Parts of the answers that other programs already use: amounts are exact number tokens here, field
// names are theirs.
namespace holdfast::api {

// By venue (or "book:<name>") what is missing from an answer and why.
using ContractErrors = std::map<std::string, std::string>;

// Every account of these venues that did not answer its last question, or never did; those whose
// fresh pass was asked for and did not end in time; and those with rows that cannot be read.
ContractErrors errors_of(const Call& call, std::initializer_list<VenueName> venues);
inline constexpr std::initializer_list<VenueName> all_venues{
    VenueName::kalshi, VenueName::kalshi_solana, VenueName::polymarket, VenueName::pacifica};

// 503 while no account of these venues has a complete snapshot: an empty list would say that
// nothing is held.
std::optional<Answer> nothing_known(const Call& call, std::initializer_list<VenueName> venues);

// Accounts of the venue are watched and none of them has answered wholly yet: nobody knows what is
// held there, and a list without rows would say that nothing is.
bool is_unheard(const Call& call, VenueName venue);

// Nothing when there are none: `errors` is optional.
void write_errors(JsonWriter& json, const ContractErrors& errors);
// as_of, complete, revision and errors: the end of each of these answers. One that rests on a row
// which cannot be read is not complete; its errors name the row.
void write_ending(JsonWriter& json, const Call& call, std::initializer_list<VenueName> venues,
                  const ContractErrors& errors);
inline void write_ending(JsonWriter& json, const Call& call,
                         std::initializer_list<VenueName> venues) {
  write_ending(json, call, venues, errors_of(call, venues));
}
// The rows of each venue; null in place of the rows of one that is unheard.
void write_external(JsonWriter& json, const Call& call, const ContractErrors& errors);

void write_summary(JsonWriter& json, const BookReconciliation& result);
void write_reconciliation(JsonWriter& json, const BookReconciliation& result);
void write_findings(JsonWriter& json, const ForeignBook& book);
void write_internal(JsonWriter& json, std::string_view source, const ForeignBook& book);

}  // namespace holdfast::api
