#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::sim::kalshi {

// What a client sends on the stream: {"id","cmd","params":{…}}.
struct StreamCommand {
  std::int64_t id{};
  std::string name;
  bool has_params{};
  std::vector<std::string> channels;
  std::vector<std::string> markets;
  std::vector<std::int64_t> sids;
  std::string action;
};

// None: the text is no JSON object.
std::optional<StreamCommand> stream_command(std::string_view text);

}  // namespace holdfast::sim::kalshi
