#include "net/answer_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <string>

#include "net/header_name.hpp"

namespace holdfast::net {

namespace http = boost::beast::http;

namespace {

// 100 and 103 come before the answer; more of them than this is a game.
constexpr int most_interim = 16;

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string size_text(std::size_t bytes) {
  return bytes >= 1UL << 20 ? fmt::format("{} MiB", bytes >> 20U) : fmt::format("{} bytes", bytes);
}

}  // namespace

struct AnswerReader::State {
  using Parser = http::response_parser<http::string_body>;

  explicit State(Caps given) : caps{given} { begin(); }

  void begin() {
    parser.emplace();
    parser->eager(true);
    parser->header_limit(static_cast<std::uint32_t>(caps.head));
    parser->body_limit(caps.body);
    head_checked = false;
  }
  Result<void> parse();
  Result<void> check_head();
  [[nodiscard]] Error broken(const boost::system::error_code& ec) const;

  Caps caps;
  std::optional<Parser> parser;
  std::string rest;  // bytes that the parser has not taken yet
  std::size_t bytes{};
  int interim{};
  bool head_checked{};
};

Error AnswerReader::State::broken(const boost::system::error_code& ec) const {
  if (ec == http::error::body_limit) {
    return {Fault::malformed,
            fmt::format("the answer is larger than the cap of {}", size_text(caps.body))};
  }
  if (ec == http::error::header_limit) {
    return {Fault::malformed,
            fmt::format("the answer's head is larger than the cap of {}", size_text(caps.head))};
  }
  return {Fault::malformed, fmt::format("the answer breaks HTTP: {}", ec.message())};
}

// A successful answer must say where it ends: one that ends with its connection cannot be told from
// one that was cut.
Result<void> AnswerReader::State::check_head() {
  const auto& head = parser->get();
  int lengths = 0;
  for (const auto& field : head) {
    const std::string_view name{field.name_string().data(), field.name_string().size()};
    const std::string_view value{field.value().data(), field.value().size()};
    if (same_header(name, "transfer-encoding") && !same_header(value, "chunked")) {
      return fail(Fault::malformed, "the answer has a transfer encoding that nobody asked for");
    }
    // The parser takes "4,4" and two equal headers for one.
    if (same_header(name, "content-length") && (++lengths > 1 || !is_number(value))) {
      return fail(Fault::malformed, "the answer states its length in more than one way");
    }
    if (same_header(name, "content-encoding") && !value.empty() &&
        !same_header(value, "identity")) {
      return fail(Fault::malformed, "the answer is compressed, which nobody asked for");
    }
  }
  if (head.result_int() == 101) {
    return fail(Fault::malformed, "the answer changes the protocol, which nobody asked for");
  }
  if (head.result_int() / 100 == 2 && parser->need_eof()) {
    return fail(Fault::malformed,
                "the answer does not say how long it is, so a part could pass for the whole");
  }
  head_checked = true;
  return {};
}

Result<void> AnswerReader::State::parse() {
  while (!parser->is_done() && !rest.empty()) {
    boost::system::error_code ec;
    const std::size_t used = parser->put(boost::asio::buffer(rest), ec);
    rest.erase(0, used);
    if (ec && ec != http::error::need_more) return tl::make_unexpected(broken(ec));
    if (parser->is_header_done() && !head_checked) {
      if (auto fine = check_head(); !fine) return fine;
    }
    if (parser->is_done() && parser->get().result_int() / 100 == 1) {
      if (++interim > most_interim) {
        return fail(Fault::malformed, "the answer never comes: too many interim answers");
      }
      begin();
      continue;
    }
    if (ec || used == 0) break;
  }
  if (parser->is_done() && !rest.empty()) {
    return fail(Fault::malformed, "bytes follow the end of the answer");
  }
  return {};
}

AnswerReader::AnswerReader(Caps caps) : state_{std::make_unique<State>(caps)} {}
AnswerReader::~AnswerReader() = default;
AnswerReader::AnswerReader(AnswerReader&&) noexcept = default;
AnswerReader& AnswerReader::operator=(AnswerReader&&) noexcept = default;

Result<void> AnswerReader::feed(std::string_view bytes) {
  state_->bytes += bytes.size();
  state_->rest += bytes;
  return state_->parse();
}

Result<void> AnswerReader::end() {
  auto& parser = *state_->parser;
  if (parser.is_header_done() && parser.need_eof() && state_->rest.empty()) {
    boost::system::error_code ec;
    parser.put_eof(ec);
    if (!ec && parser.is_done()) return {};
  }
  if (parser.is_done()) return {};
  if (state_->bytes == 0) {
    return fail(Fault::unreachable, "the connection was closed before any answer came");
  }
  return fail(Fault::malformed, fmt::format("the answer was cut after {} bytes", state_->bytes));
}

bool AnswerReader::done() const { return state_->parser->is_done(); }
std::size_t AnswerReader::bytes() const { return state_->bytes; }
bool AnswerReader::keep_alive() const { return state_->parser->keep_alive(); }

HttpResponse AnswerReader::take() {
  auto message = state_->parser->release();
  HttpResponse response;
  response.status = static_cast<int>(message.result_int());
  for (const auto& field : message) {
    response.headers.emplace_back(
        std::string{field.name_string().data(), field.name_string().size()},
        std::string{field.value().data(), field.value().size()});
  }
  response.body = std::move(message.body());
  return response;
}

}  // namespace holdfast::net
