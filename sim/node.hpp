#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/fixed.hpp"

namespace holdfast::sim {

// A JSON answer before it is written: numbers are kept as their exact text, members keep their
// order. Faults rename, drop and repeat parts of it.
class Node {
 public:
  using Member = std::pair<std::string, Node>;
  enum class Kind : std::uint8_t { null, raw, text, list, object };

  Node() = default;                    // null
  static Node raw(std::string token);  // a number, true, false
  static Node text(std::string_view value);
  static Node list(std::vector<Node> items = {});
  static Node object(std::vector<Member> members = {});
  static Node number(std::int64_t value) { return raw(std::to_string(value)); }
  static Node boolean(bool value) { return raw(value ? "true" : "false"); }
  // The shortest exact decimal, always with a fraction: 28.09, 0.0, 10.0.
  static Node decimal(Int128 units, int scale);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] const std::string& value() const { return value_; }
  [[nodiscard]] std::vector<Node>& items() { return items_; }
  [[nodiscard]] const std::vector<Node>& items() const { return items_; }
  [[nodiscard]] std::vector<Member>& members() { return members_; }
  [[nodiscard]] const std::vector<Member>& members() const { return members_; }
  // Null when there is no such member.
  [[nodiscard]] Node* find(std::string_view key);
  [[nodiscard]] const Node* find(std::string_view key) const;

  Node& set(std::string_view key, Node value);  // appends or replaces
  Node& push(Node value);
  // Every object's keys in alphabetical order, as Kalshi's servers write them.
  void sort_keys();

  [[nodiscard]] std::string json() const;
  friend bool operator==(const Node&, const Node&) = default;

 private:
  void write(std::string& out) const;

  Kind kind_{Kind::null};
  std::string value_;
  std::vector<Node> items_;
  std::vector<Member> members_;
};

std::string quoted(std::string_view text);

}  // namespace holdfast::sim
