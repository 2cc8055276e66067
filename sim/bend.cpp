#include "sim/bend.hpp"

#include "sim/amount_text.hpp"
#include "sim/directory.hpp"
#include "sim/world.hpp"

namespace holdfast::sim {
namespace {

Node* rows_of(Answer& answer) {
  if (answer.rows == ".") return &answer.body;
  return answer.rows.empty() ? nullptr : answer.body.find(answer.rows);
}

// The object that holds the cursor member, and the member's name.
std::pair<Node*, std::string> cursor_of(Answer& answer) {
  if (answer.cursor.empty()) return {nullptr, ""};
  const auto point = answer.cursor.find('.');
  if (point == std::string::npos) return {&answer.body, answer.cursor};
  return {answer.body.find(answer.cursor.substr(0, point)), answer.cursor.substr(point + 1)};
}

bool leads_on(const Node* cursor) {
  return cursor != nullptr && cursor->kind() == Node::Kind::text && !cursor->value().empty();
}

// A last page is none that is cut, unless the fault means it too: then it loses its end marker.
bool cut_pages(Answer& answer, const SetFault& fault) {
  const auto [holder, name] = cursor_of(answer);
  if (holder == nullptr) return false;
  if (!leads_on(holder->find(name)) && fault.param("last") != "true") return false;
  std::erase_if(holder->members(),
                [&](const Node::Member& member) { return member.first == name; });
  if (auto* more = holder->find("has_more")) *more = Node::boolean(false);
  return true;
}

void loop_cursor(Answer& answer) {
  const auto [holder, name] = cursor_of(answer);
  if (holder == nullptr || leads_on(holder->find(name))) return;
  holder->set(name, Node::text(answer.first_cursor));
  if (auto* more = holder->find("has_more")) *more = Node::boolean(true);
}

// Walks the rows, or the whole body where the answer lists none.
template <class Change>
void each_row(Answer& answer, Change change) {
  auto* rows = rows_of(answer);
  if (rows == nullptr) {
    change(answer.body);
    for (auto& [name, member] : answer.body.members()) change(member);
    return;
  }
  for (auto& row : rows->items()) change(row);
}

// How many members were renamed, however deep they lie.
std::size_t rename(Node& node, const std::string& from, const std::string& to) {
  std::size_t renamed = 0;
  for (auto& [name, value] : node.members()) {
    if (name == from) {
      name = to;
      ++renamed;
    }
    renamed += rename(value, from, to);
  }
  for (auto& item : node.items()) renamed += rename(item, from, to);
  return renamed;
}

std::size_t change_members(Node& row, const SetFault& fault) {
  auto& members = row.members();
  if (fault.kind == FaultKind::rename_field) {
    return rename(row, fault.param("from"), fault.param("to"));
  }
  if (fault.kind == FaultKind::drop_field) {
    return std::erase_if(members, [&](const auto& m) { return m.first == fault.param("field"); });
  }
  std::size_t changed = 0;
  for (auto& [name, value] : members) {
    if (name != fault.param("field")) continue;
    value = Node::raw(fault.param("json", "null"));
    ++changed;
  }
  return changed;
}

// Whether anything was there to change.
bool change_fields(Answer& answer, const SetFault& fault) {
  const auto only = fault.param("row");
  if (fault.kind == FaultKind::rename_field && only.empty()) {
    return change_members(answer.body, fault) > 0;
  }
  std::size_t changed = 0;
  each_row(answer, [&](Node& row) {
    if (only.empty() || row.json().find(only) != std::string::npos) {
      changed += change_members(row, fault);
    }
  });
  return changed > 0;
}

void empty_lists(Answer& answer) {
  if (answer.rows == ".") answer.body.items().clear();
  for (auto& [name, member] : answer.body.members()) member.items().clear();
  const auto [holder, name] = cursor_of(answer);
  if (holder == nullptr) return;
  if (auto* cursor = holder->find(name); leads_on(cursor)) *cursor = Node::text("");
  if (auto* more = holder->find("has_more")) *more = Node::boolean(false);
}

std::string retry_after_text(const std::string& form, UtcTime now) {
  if (form == "date") return http_date_text(now + std::chrono::seconds{30});
  if (form == "absurd") return "1000000000";
  if (form == "negative") return "-5";
  return form;
}

void gateway_error(Reply& reply, const SetFault& fault, const Call& call, const World& world) {
  const bool limited = fault.kind == FaultKind::rate_limited;
  reply.status = static_cast<int>(fault.number("status", limited ? 429 : 503));
  if (const auto body = fault.param("body", limited ? "json" : "html"); body == "html") {
    reply.headers = {{"Content-Type", "text/html"}};
    reply.body = "<html><head><title>" + std::to_string(reply.status) +
                 "</title></head><body><center><h1>" + std::to_string(reply.status) +
                 "</h1></center><hr><center>cloudflare</center></body></html>";
  } else if (body == "json") {
    reply.headers = {{"Content-Type", "application/json"}};
    reply.body = limited ? R"({"error":"too many requests"})"
                         : broken(call.venue, reply.status, world).body.json();
  } else {
    reply.headers = {{"Content-Type", "application/json"}};
    reply.body = body;
  }
  if (const auto wait = fault.param("retry_after"); !wait.empty()) {
    reply.headers.push_back({"Retry-After", retry_after_text(wait, call.now)});
  }
}

void apply_delivery(Reply& reply, const SetFault& fault, const Call& call, const World& world) {
  switch (fault.kind) {
    case FaultKind::timeout:
      reply.ending = Ending::never;
      return;
    case FaultKind::reset:
      reply.ending = Ending::reset;
      return;
    case FaultKind::slow:
      reply.delay += std::chrono::milliseconds{fault.number("ms", 3'000)};
      return;
    case FaultKind::drip:
      reply.ending = Ending::drip;
      reply.bytes_per_s = static_cast<std::size_t>(fault.number("bytes_per_s", 1));
      return;
    case FaultKind::truncated:
      reply.ending = Ending::cut;
      reply.cut_at = std::min(static_cast<std::size_t>(fault.number("at", 0)), reply.body.size());
      return;
    case FaultKind::empty:
      reply.status = 200;
      reply.body = fault.param("body");
      return;
    case FaultKind::http:
    case FaultKind::rate_limited:
      gateway_error(reply, fault, call, world);
      return;
    default:
      return;
  }
}

}  // namespace

bool repeat_row(Node& rows, const SetFault& fault) {
  const auto only = fault.param("row");
  for (const auto& row : rows.items()) {
    if (row.json().find(only) == std::string::npos) continue;
    rows.push(Node{row});
    return true;
  }
  return false;
}

void bend(Answer& answer, const Call& call, World& world) {
  for (const auto& fault : call.faults) {
    switch (fault.kind) {
      case FaultKind::unauthorised:
        answer = refused_key(call.venue, world);
        break;
      case FaultKind::auth_as_empty:
        if (answer.rows.empty()) {
          answer = refused_key(call.venue, world);
        } else {
          empty_lists(answer);
        }
        break;
      case FaultKind::rename_field:
      case FaultKind::drop_field:
      case FaultKind::set_field:
        if (change_fields(answer, fault)) world.faults.note_bent(fault.id);
        break;
      case FaultKind::duplicate_row:
        if (auto* rows = rows_of(answer); rows != nullptr && repeat_row(*rows, fault)) {
          world.faults.note_bent(fault.id);
        }
        break;
      case FaultKind::short_rows:
        if (auto* rows = rows_of(answer)) {
          const auto most = static_cast<std::size_t>(fault.number("rows", 1));
          rows->items().resize(rows->items().size() - std::min(most, rows->items().size()));
        }
        break;
      case FaultKind::page_cut:
        if (cut_pages(answer, fault)) world.faults.note_bent(fault.id);
        break;
      case FaultKind::cursor_loop:
        loop_cursor(answer);
        break;
      default:
        break;
    }
  }
}

Reply deliver(const Answer& answer, const Call& call, const World& world) {
  Reply reply{.status = answer.status, .headers = answer.headers};
  if (!answer.empty_body) {
    reply.headers.insert(reply.headers.begin(), {"Content-Type", "application/json"});
    reply.body = answer.body.json();
  }
  for (const auto& fault : call.faults) apply_delivery(reply, fault, call, world);
  reply.headers.push_back({"Date", http_date_text(call.now)});
  return reply;
}

}  // namespace holdfast::sim
