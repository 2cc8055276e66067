#include "api/book_choice.hpp"
#include "api/problem.hpp"
#include "api/routes/routes.hpp"
#include "api/write_contract.hpp"

namespace holdfast::api::routes {
namespace {

// The join key that names a holding for that leg.
std::string_view id_field_of(Leg leg) {
  switch (leg) {
    case Leg::poly_yes:
      return "poly_token_id_yes";
    case Leg::poly_no:
      return "poly_token_id_no";
    case Leg::kalshi_yes:
    case Leg::kalshi_no:
      break;
  }
  return "kalshi_market_ticker";
}

void write_proposal(JsonWriter& json, const BookRow& row, const BookCandidate& proposal) {
  json.begin_object();
  json.key("market_id").string(row.market_id);
  json.key("leg").string(name_of(proposal.leg));
  json.key("field").string(id_field_of(proposal.leg));
  json.key("value").string(proposal.key.instrument.text);
  json.key("title").string(proposal.title);
  json.end_object();
}

}  // namespace

// What a person may write into the book, and the book with it written in. Nothing is compared by
// these ids until its owner has taken them over.
Answer book_map(const Call& call) {
  const auto choice = choose_book(call, call.names.at(0));
  if (!choice) return choice.error();
  if (auto problem = nothing_known(call, all_venues)) return std::move(*problem);
  JsonWriter copy;
  copy.begin_object().key("positions").begin_object();
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  json.key("name").string(choice->name);
  json.key("proposals").begin_array();
  for (const BookRow& row : choice->book->rows) {
    std::map<std::string, std::string> ids;
    const auto entry = choice->compared.entries.find(row.market_id);
    if (entry != choice->compared.entries.end()) {
      for (const BookCandidate& proposal : entry->second.proposals) {
        ids.emplace(id_field_of(proposal.leg), proposal.key.instrument.text);
        write_proposal(json, row, proposal);
      }
    }
    // The row's own text was made by us: it can be read.
    copy.key(row.market_id).token(call.context.books.fill_ids(row.json, ids).value_or(row.json));
  }
  json.end_array();
  copy.end_object().end_object();
  json.key("copy").string(copy.take());
  json.end_object();
  return json_answer(json.take());
}

}  // namespace holdfast::api::routes
