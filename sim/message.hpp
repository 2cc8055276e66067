#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/time.hpp"

namespace holdfast::sim {

struct Header {
  std::string name;
  std::string value;
  friend bool operator==(const Header&, const Header&) = default;
};

// What a client sent, as whole messages; target is path with query, exactly as on the wire.
struct Request {
  std::string method;
  std::string target;
  std::vector<Header> headers;
  std::string body;

  // The first header of that name, letter case aside; null when absent.
  [[nodiscard]] const std::string* header(std::string_view name) const;
};

// How the answer ends on the wire.
enum class Ending : std::uint8_t {
  whole,
  never,  // the connection stays open, no byte comes
  reset,  // the connection is dropped before the first byte
  cut,    // `cut_at` bytes of the body come, then the connection is dropped
  drip,   // the body comes at `bytes_per_s`
};

// What the client gets. The server and in-process tests carry out delay and ending; the core only
// says them, so that it needs no clock and no socket.
struct Reply {
  int status{200};
  std::vector<Header> headers;
  std::string body;
  Duration delay{};
  Ending ending{Ending::whole};
  std::size_t cut_at{};
  std::size_t bytes_per_s{};

  [[nodiscard]] const std::string* header(std::string_view name) const;
};

// ASCII letter case aside, as header names compare.
bool same_name(std::string_view a, std::string_view b);

}  // namespace holdfast::sim
