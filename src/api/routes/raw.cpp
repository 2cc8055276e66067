#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "api/problem.hpp"
#include "api/routes/routes.hpp"
#include "api/write_values.hpp"

namespace holdfast::api::routes {
namespace {

using Answers = std::vector<RawAnswer>;

std::string hex_of(std::string_view bytes) {
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char byte : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return hex;
}

// Valid, and nothing that would paint a terminal.
bool is_text(std::string_view bytes) {
  if (!platform::is_utf8(bytes)) return false;
  char before = 0;
  return std::ranges::none_of(bytes, [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    const bool control = (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7f;
    const bool later_control = before == '\xc2' && byte < 0xa0;
    before = c;
    return control || later_control;
  });
}

// Text as it is, all else byte by byte.
void write_answers(JsonWriter& json, const Answers& answers) {
  json.key("answers").begin_array();
  for (const RawAnswer& answer : answers) {
    const bool text = is_text(answer.body);
    json.begin_object();
    json.key("source").string(answer.source);
    json.key("status").integer(answer.status);
    write_time(json, "at", answer.at);
    json.key("encoding").string(text ? "text" : "hex");
    json.key("body").string(text ? answer.body : hex_of(answer.body));
    json.end_object();
  }
  json.end_array();
}

Answer answers_answer(const Call& call, std::string_view subject, const Answers& answers) {
  JsonWriter json;
  json.begin_object();
  write_envelope(json, call.picture);
  json.key(subject).string(call.names.at(0));
  write_answers(json, answers);
  json.end_object();
  return json_answer(json.take());
}

// A refused pass whose case said so already is not kept: its bytes are in memory until the next.
const RawTape* heard_of(const Call& call, const Case& about) {
  const AccountStatus* status = call.picture.account(about.account);
  if (status == nullptr) return nullptr;
  const bool of_account = !about.key && about.reason != CaseReason::brake;
  return of_account ? status->refused_heard.get() : status->heard.get();
}

// What was asked after the ledger had it (what limits a sale) is newer than all that is kept.
void add_unkept(Answers& answers, const RawTape& heard) {
  const bool kept =
      heard.answers.empty() || (!answers.empty() && heard.answers.front().at <= answers.back().at);
  if (!kept) std::ranges::copy(heard.answers, std::back_inserter(answers));
}

}  // namespace

Answer snapshot_raw(const Call& call) {
  const SnapshotId id{call.names.at(0)};
  auto ledger = call.context.open_ledger();
  if (!ledger) return ledger_problem(ledger.error());
  auto answers = (*ledger)->raw(id);
  if (!answers) return ledger_problem(answers.error());
  for (const AccountStatus& account : call.replica().accounts) {
    const bool newest = account.snapshot && account.snapshot->header().id == id;
    if (newest && answers->empty() && account.heard) *answers = account.heard->answers;
  }
  if (answers->empty()) {
    return not_found(
        "No bytes of a snapshot of this id are kept.",
        "They are kept when a pass rested something on them, up to ledger.raw_mib_max, "
        "and of the newest pass of each account; a holding's `source` names that.");
  }
  return answers_answer(call, "snapshot", *answers);
}

Answer case_raw(const Call& call) {
  const CaseId id{call.names.at(0)};
  auto ledger = call.context.open_ledger();
  if (!ledger) return ledger_problem(ledger.error());
  auto answers = (*ledger)->raw_of_case(id);
  if (!answers) return ledger_problem(answers.error());
  const auto& lasting = call.replica().cases;
  const auto open = std::ranges::find(lasting, id, &Case::id);
  if (open != lasting.end()) {
    if (const RawTape* heard = heard_of(call, *open)) add_unkept(*answers, *heard);
  }
  if (answers->empty()) {
    return not_found(
        "No bytes of a venue are kept for a case of this id.",
        "GET /api/v1/cases?scope=all lists the cases; a book's case rests on the book, "
        "and bytes of cases that have ended go beyond ledger.raw_mib_max.");
  }
  return answers_answer(call, "case", *answers);
}

}  // namespace holdfast::api::routes
