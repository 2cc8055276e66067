#include "sim/polymarket/data_cursor.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "sim/encoding.hpp"

namespace holdfast::sim::polymarket {
namespace {

std::string signature_of(std::string_view data) {
  const auto hash = keccak256(bytes_of("data-api cursor " + std::string{data}));
  return hex_text(ByteView{hash}.first(16)).substr(2);
}

}  // namespace

std::string make_cursor(std::string_view type, Node params) {
  const auto data =
      Node::object({{"type", Node::text(type)}, {"params", std::move(params)}}).json();
  return base64url_text(
      bytes_of(R"({"data":)" + data + R"(,"sig":")" + signature_of(data) + R"("})"));
}

std::optional<std::map<std::string, std::string>> read_cursor(std::string_view type,
                                                              std::string_view cursor) {
  const auto bytes = bytes_from_base64url(cursor);
  if (!bytes) return std::nullopt;
  const std::string text{bytes->begin(), bytes->end()};
  constexpr std::string_view head = R"({"data":)";
  constexpr std::string_view middle = R"(,"sig":")";
  const auto mark = text.rfind(middle);
  if (!text.starts_with(head) || mark == std::string::npos) return std::nullopt;
  const auto data = text.substr(head.size(), mark - head.size());
  if (text.substr(mark) != std::string{middle} + signature_of(data) + "\"}") return std::nullopt;

  boost::json::error_code error;
  const auto parsed = boost::json::parse(data, error);
  if (error || parsed.at("type").as_string() != boost::json::string_view{type.data(), type.size()})
    return std::nullopt;
  std::map<std::string, std::string> params;
  for (const auto& param : parsed.at("params").as_object()) {
    const auto* value = param.value().if_string();
    params[std::string{param.key().data(), param.key().size()}] =
        value != nullptr ? std::string{value->data(), value->size()}
                         : boost::json::serialize(param.value());
  }
  return params;
}

}  // namespace holdfast::sim::polymarket
