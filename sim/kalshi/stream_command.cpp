#include "sim/kalshi/stream_command.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace holdfast::sim::kalshi {
namespace {

std::string text_of(const boost::json::value& value) {
  const auto* text = value.if_string();
  return text == nullptr ? std::string{} : std::string{text->data(), text->size()};
}

std::vector<std::string> texts_of(const boost::json::object& object, std::string_view one,
                                  std::string_view many) {
  std::vector<std::string> all;
  if (const auto* value = object.if_contains({one.data(), one.size()})) {
    all.push_back(text_of(*value));
  }
  if (const auto* list = object.if_contains({many.data(), many.size()}); list && list->is_array()) {
    for (const auto& value : list->get_array()) all.push_back(text_of(value));
  }
  return all;
}

}  // namespace

std::optional<StreamCommand> stream_command(std::string_view text) {
  boost::json::error_code error;
  const auto value = boost::json::parse({text.data(), text.size()}, error);
  if (error || !value.is_object()) return std::nullopt;
  const auto& object = value.get_object();
  StreamCommand command;
  if (const auto* id = object.if_contains("id"); id && id->is_int64()) command.id = id->get_int64();
  if (const auto* name = object.if_contains("cmd")) command.name = text_of(*name);
  const auto* params = object.if_contains("params");
  if (params == nullptr || !params->is_object()) return command;
  command.has_params = true;
  const auto& given = params->get_object();
  command.channels = texts_of(given, "channel", "channels");
  command.markets = texts_of(given, "market_ticker", "market_tickers");
  if (const auto* action = given.if_contains("action")) command.action = text_of(*action);
  if (const auto* sid = given.if_contains("sid"); sid && sid->is_int64()) {
    command.sids.push_back(sid->get_int64());
  }
  if (const auto* sids = given.if_contains("sids"); sids && sids->is_array()) {
    for (const auto& sid : sids->get_array()) {
      if (sid.is_int64()) command.sids.push_back(sid.get_int64());
    }
  }
  return command;
}

}  // namespace holdfast::sim::kalshi
