#include "sim/node.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace holdfast::sim {

Node Node::raw(std::string token) {
  Node node;
  node.kind_ = Kind::raw;
  node.value_ = std::move(token);
  return node;
}

Node Node::text(std::string_view value) {
  Node node;
  node.kind_ = Kind::text;
  node.value_ = value;
  return node;
}

Node Node::list(std::vector<Node> items) {
  Node node;
  node.kind_ = Kind::list;
  node.items_ = std::move(items);
  return node;
}

Node Node::object(std::vector<Member> members) {
  Node node;
  node.kind_ = Kind::object;
  node.members_ = std::move(members);
  return node;
}

Node Node::decimal(Int128 units, int scale) {
  auto token = decimal_text(units, scale);
  if (token.find('.') == std::string::npos) token += ".0";
  return raw(std::move(token));
}

const Node* Node::find(std::string_view key) const {
  const auto found = std::ranges::find(members_, key, &Member::first);
  return found == members_.end() ? nullptr : &found->second;
}

Node* Node::find(std::string_view key) {
  const auto found = std::ranges::find(members_, key, &Member::first);
  return found == members_.end() ? nullptr : &found->second;
}

Node& Node::set(std::string_view key, Node value) {
  if (auto* old = find(key); old != nullptr) {
    *old = std::move(value);
  } else {
    members_.emplace_back(key, std::move(value));
  }
  return *this;
}

Node& Node::push(Node value) {
  items_.push_back(std::move(value));
  return *this;
}

void Node::sort_keys() {
  std::ranges::sort(members_, {}, &Member::first);
  for (auto& [key, value] : members_) value.sort_keys();
  for (auto& item : items_) item.sort_keys();
}

std::string Node::json() const {
  std::string out;
  write(out);
  return out;
}

void Node::write(std::string& out) const {
  switch (kind_) {
    case Kind::null:
      out += "null";
      return;
    case Kind::raw:
      out += value_;
      return;
    case Kind::text:
      out += quoted(value_);
      return;
    case Kind::list: {
      out += '[';
      for (std::size_t i = 0; i < items_.size(); ++i) {
        if (i > 0) out += ',';
        items_[i].write(out);
      }
      out += ']';
      return;
    }
    case Kind::object: {
      out += '{';
      for (std::size_t i = 0; i < members_.size(); ++i) {
        if (i > 0) out += ',';
        out += quoted(members_[i].first);
        out += ':';
        members_[i].second.write(out);
      }
      out += '}';
      return;
    }
  }
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  out += '"';
  return out;
}

}  // namespace holdfast::sim
