#pragma once
#include <map>
#include <string>

#include "domain/time.hpp"
#include "sim/call.hpp"

namespace holdfast::sim::polymarket {

// The CDN before the Data API: the same URL gets the same bytes, and the same x-trace-id, until
// the entry's age is over (positions 5 s, activity 15 s, trades 300 s; recorded September 2026).
class Cache {
 public:
  // Null when there is none or it has expired.
  const Answer* find(const std::string& url, UtcTime now);
  void keep(const std::string& url, Answer answer, UtcTime until);

 private:
  struct Entry {
    Answer answer;
    UtcTime until;
  };
  std::map<std::string, Entry> entries_;
};

}  // namespace holdfast::sim::polymarket
