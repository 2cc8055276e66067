#include "api/book_truth_of.hpp"
#include "api/problem.hpp"
#include "api/routes/routes.hpp"
#include "api/write_values.hpp"
#include "core/seed_positions.hpp"

namespace holdfast::api::routes {
namespace {

bool is_rehearsal(const Call& call) { return call.request.query_text("dry_run") == "1"; }

Result<std::vector<SeedLine>> plan_of(const Call& call) {
  const auto book =
      call.context.books.read(call.request.body, std::string{call.request.query_text("book")});
  if (!book) return tl::make_unexpected(book.error());
  return plan_seeds(*book, book_truth_of(call.picture), call.replica().positions);
}

std::vector<JournalEntry> entries_of(const Call& call, const std::vector<SeedLine>& lines) {
  std::vector<JournalEntry> entries;
  for (const SeedLine& line : lines) {
    if (!line.seed) continue;
    entries.push_back(seed_entry(*call.picture.position(*line.key), *line.seed, "the owner's book",
                                 call.context.clock.now()));
  }
  return entries;
}

void write_line(JsonWriter& json, const SeedLine& line) {
  json.begin_object();
  json.key("row").string(line.row);
  json.key("leg").string(name_of(line.leg));
  write_text_or_null(json, "key", line.key ? line.key->text() : "");
  json.key("taken").boolean(line.seed.has_value());
  json.key("cost").amount(line.seed ? std::optional{line.seed->cost} : std::nullopt);
  write_time(json, "opened_at", line.seed ? line.seed->opened_at : std::nullopt);
  json.key("text").string(line.text);
  json.end_object();
}

Answer unreadable(const Error& error) {
  if (error.fault == Fault::refused) {
    return not_found("Nothing was taken over: " + error.what + ".",
                     "GET /api/v1/books lists all books; a new one of the configuration is there "
                     "after a restart.");
  }
  return bad_request("Nothing of the book was taken over: " + error.what + ".",
                     "Mend the file (or leave that row out) and send it again.");
}

Answer refused(const Error& error) {
  if (error.fault != Fault::conflict) return ledger_problem(error);
  return problem_answer({.status = 409,
                         .name = "conflict",
                         .title = "Understood and refused",
                         .detail = error.what,
                         .fix = "Send the book again: it is compared with what is held now."});
}

}  // namespace

Errand import_errand(const Call& call) {
  if (is_rehearsal(call)) return {};
  const auto plan = plan_of(call);
  if (!plan) return {};
  auto entries = entries_of(call, *plan);
  if (entries.empty()) return {};
  return KnowledgeErrand{std::move(entries)};
}

Answer import_book(const Call& call) {
  std::size_t taken = 0;
  if (call.asked && call.asked->entries > 0) {
    const auto& outcome = call.asked->outcome;
    if (!outcome) {
      return not_ready("The engine did not answer in time; whether it took the costs is not known.",
                       "Look at the positions, then send the book again: nothing is taken twice.");
    }
    if (!*outcome) return refused(outcome->error());
    taken = call.asked->entries;
  }
  const auto plan = plan_of(call);
  if (!plan) return unreadable(plan.error());
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  json.key("dry_run").boolean(is_rehearsal(call));
  json.key("taken").integer(static_cast<std::int64_t>(taken));
  json.key("rows").begin_array();
  for (const SeedLine& line : *plan) write_line(json, line);
  json.end_array().end_object();
  return json_answer(json.take());
}

}  // namespace holdfast::api::routes
