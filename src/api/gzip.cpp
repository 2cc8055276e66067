#include "api/gzip.hpp"

#include <zlib.h>

#include <vector>

namespace holdfast::api {

std::optional<std::string> gzip(std::string_view text) {
  constexpr int level = 5;            // most of the gain at half the time of 9
  constexpr int gzip_bits = 15 + 16;  // largest window, gzip's own header
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, gzip_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    return std::nullopt;
  }
  std::vector<Bytef> input(text.begin(), text.end());
  std::vector<Bytef> output(deflateBound(&stream, static_cast<uLong>(input.size())));
  stream.next_in = input.data();
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = output.data();
  stream.avail_out = static_cast<uInt>(output.size());
  const int ended = deflate(&stream, Z_FINISH);
  const auto size = static_cast<std::ptrdiff_t>(stream.total_out);
  deflateEnd(&stream);
  if (ended != Z_STREAM_END) return std::nullopt;
  return std::string{output.begin(), output.begin() + size};
}

}  // namespace holdfast::api
