#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::sim {

// A request target taken apart: the path as sent (what is signed), its segments and the query,
// percent-decoded, repeated keys kept in order.
class Target {
 public:
  explicit Target(std::string_view target);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::vector<std::string>& segments() const { return segments_; }
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& query() const {
    return query_;
  }
  // The first value of that key; null when the key is absent.
  [[nodiscard]] const std::string* find(std::string_view key) const;
  [[nodiscard]] std::string value(std::string_view key, std::string_view otherwise = "") const;
  // Every value of a key that may be repeated or hold a comma-separated list; no empty items.
  [[nodiscard]] std::vector<std::string> values(std::string_view key) const;

 private:
  std::string path_;
  std::vector<std::string> segments_;
  std::vector<std::pair<std::string, std::string>> query_;
};

std::string percent_decoded(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
// Digits with an optional minus sign, nothing else.
std::optional<std::int64_t> whole_number(std::string_view text);

}  // namespace holdfast::sim
