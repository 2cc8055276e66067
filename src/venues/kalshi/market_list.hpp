#pragma once
#include <set>
#include <string>

#include "domain/ids.hpp"
#include "platform/json_writer.hpp"

namespace holdfast::kalshi {

// ["KXA-1","KXA-2"], as commands of the stream name markets.
inline std::string market_list(const std::set<InstrumentId>& markets) {
  platform::JsonWriter list;
  list.begin_array();
  for (const InstrumentId& market : markets) list.string(market.text);
  list.end_array();
  return list.take();
}

}  // namespace holdfast::kalshi
