#include "sim/polymarket/cache.hpp"

namespace holdfast::sim::polymarket {

const Answer* Cache::find(const std::string& url, UtcTime now) {
  const auto found = entries_.find(url);
  if (found == entries_.end()) return nullptr;
  if (found->second.until > now) return &found->second.answer;
  entries_.erase(found);
  return nullptr;
}

void Cache::keep(const std::string& url, Answer answer, UtcTime until) {
  constexpr std::size_t most = 2'000;
  if (entries_.size() >= most) entries_.clear();
  entries_.insert_or_assign(url, Entry{std::move(answer), until});
}

}  // namespace holdfast::sim::polymarket
