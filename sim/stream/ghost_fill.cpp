#include "sim/stream/ghost_fill.hpp"

#include <array>
#include <cstdint>

#include "sim/target.hpp"

namespace holdfast::sim {
namespace {

constexpr std::int64_t far_ahead = 1'000'000;  // of a number that fills are counted by

// What a frame of a fill has and no other, and what its id is called.
struct FillFrame {
  std::string_view venue;
  std::string_view mark;
  std::string_view id;
};
constexpr std::array fill_frames{
    FillFrame{"kalshi-ws", R"("type":"fill")", R"("trade_id":)"},
    FillFrame{"polymarket-ws", R"("event_type":"trade")", R"("id":)"},
    FillFrame{"pacifica-ws", R"("channel":"account_trades")", R"("h":)"},
};

}  // namespace

std::optional<std::string> ghost_fill(std::string_view venue, std::string_view frame,
                                      Random& random) {
  for (const FillFrame& known : fill_frames) {
    if (known.venue != venue || frame.find(known.mark) == std::string_view::npos) continue;
    const auto name = frame.find(known.id);
    if (name == std::string_view::npos) return std::nullopt;
    const auto begin = name + known.id.size();
    const auto end = frame.find_first_of(",}", begin);
    const auto number = whole_number(frame.substr(begin, end - begin));
    std::string ghost{frame};
    return ghost.replace(
        begin, end - begin,
        number ? std::to_string(*number + far_ahead) : "\"" + random.uuid() + "\"");
  }
  return std::nullopt;
}

}  // namespace holdfast::sim
