#include <algorithm>

#include "api/book_choice.hpp"
#include "api/problem.hpp"
#include "api/routes/routes.hpp"
#include "api/write_contract.hpp"

namespace holdfast::api::routes {
namespace {

bool anything_known(const Call& call) {
  return std::ranges::any_of(call.replica().accounts, [](const AccountStatus& account) {
    return account.snapshot != nullptr;
  });
}

void write_head(JsonWriter& json, const Call& call, const BookChoice& choice) {
  json.begin_object();
  json.key("name").string(choice.name);
  json.key("rows").integer(static_cast<std::int64_t>(choice.book->rows.size()));
  write_time(json, "read_at", choice.book->read_at);
  write_text_or_null(json, "error", choice.error);
  write_findings(json, *choice.book);
  json.key("summary");
  if (anything_known(call)) {
    write_summary(json, choice.compared);
  } else {
    json.null();
  }
  json.end_object();
}

Answer not_kept(const std::string& what, const Error& error) {
  return problem_answer(
      {.status = 503,
       .name = "not_kept",
       .title = "It cannot be kept on disk",
       .detail = what + ", for it would not outlive a restart: " + error.what + ".",
       .fix = "Make room, and the folder beside the ledger writable; then again."});
}

}  // namespace

Answer books(const Call& call) {
  const auto shelf = call.context.books.books();
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  json.key("books").begin_array();
  for (std::size_t i = 0; i < shelf.size(); ++i) {
    write_head(json, call, compare_shelved(call, shelf, i));
  }
  json.end_array().end_object();
  return json_answer(json.take());
}

Answer book(const Call& call) {
  const auto choice = choose_book(call, call.names.at(0));
  if (!choice) return choice.error();
  if (auto problem = nothing_known(call, all_venues)) return std::move(*problem);
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  write_head(json.key("book"), call, *choice);
  write_internal(json.key("internal"), choice->source, *choice->book);
  write_reconciliation(json.key("reconciliation"), choice->compared);
  json.end_object();
  return json_answer(json.take());
}

Answer post_book(const Call& call) {
  const auto taken =
      call.context.books.post(call.names.at(0), call.request.body, call.context.clock.now());
  if (!taken) {
    const Error& error = taken.error();
    if (error.fault == Fault::storage) return not_kept("The book was not taken", error);
    return bad_request(
        error.fault == Fault::refused ? "The book was not taken: " + error.what + "."
                                      : "The body is no book: " + error.what + ".",
        R"(Send the content of a positions.json, {"positions": {"<market id>": …}}, or a table.)");
  }
  const auto choice = choose_book(call, call.names.at(0));
  if (!choice) return choice.error();
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  write_head(json.key("book"), call, *choice);
  json.end_object();
  return json_answer(json.take());
}

Answer delete_book(const Call& call) {
  const std::string& name = call.names.at(0);
  const auto removed = call.context.books.remove(name);
  if (!removed && removed.error().fault == Fault::storage) {
    return not_kept("The book was not taken away", removed.error());
  }
  if (!removed) {
    return bad_request("The book was not taken away: " + removed.error().what + ".",
                       "Only books that were handed in can be taken away here.");
  }
  if (!*removed) {
    return not_found("No book of that name was handed in.", "GET /api/v1/books lists all books.");
  }
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  json.key("name").string(name);
  json.end_object();
  return json_answer(json.take());
}

}  // namespace holdfast::api::routes
