#include "domain/position_key.hpp"

#include <fmt/format.h>

namespace holdfast {

std::string PositionKey::text() const {
  std::string text = fmt::format("{}#{}.{}:{}", account.text, subaccount, shard, instrument.text);
  if (margin == MarginMode::cross) text += "~cross";
  if (margin == MarginMode::isolated) text += "~isolated";
  return text;
}

}  // namespace holdfast
