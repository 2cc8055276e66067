#include "venues/pacifica/sign.hpp"

#include "platform/json_writer.hpp"

namespace holdfast::pacifica {
namespace {

void write_fields(std::string& out, const SignedFields& fields) {
  out += '{';
  bool first = true;
  for (const auto& [key, value] : fields) {
    if (!first) out += ',';
    first = false;
    out += platform::json_quoted(key);
    out += ':';
    value.write(out);
  }
  out += '}';
}

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

}  // namespace

void SignedValue::write(std::string& out) const {
  std::visit(Overloaded{[&](const std::string& text) { out += platform::json_quoted(text); },
                        [&](std::int64_t whole) { out += std::to_string(whole); },
                        [&](bool flag) { out += flag ? "true" : "false"; },
                        [&](const SignedFields& fields) { write_fields(out, fields); }},
             held_);
}

std::string canonical_text(const Operation& operation) {
  std::string text;
  write_fields(text, {{"data", operation.fields},
                      {"expiry_window", operation.expiry_window_ms},
                      {"timestamp", operation.timestamp_ms},
                      {"type", operation.type}});
  return text;
}

Result<std::string> signed_body(const Operation& operation, const Signatory& signatory,
                                Signer& signer) {
  auto signature = signer.sign(canonical_text(operation));
  if (!signature) return tl::make_unexpected(signature.error());
  SignedFields body = operation.fields;
  body.insert_or_assign("account", signatory.account);
  if (!signatory.agent_wallet.empty()) {
    body.insert_or_assign("agent_wallet", signatory.agent_wallet);
  }
  body.insert_or_assign("signature", *std::move(signature));
  body.insert_or_assign("timestamp", operation.timestamp_ms);
  body.insert_or_assign("expiry_window", operation.expiry_window_ms);
  std::string text;
  write_fields(text, body);
  return text;
}

}  // namespace holdfast::pacifica
