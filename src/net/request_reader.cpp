#include "net/request_reader.hpp"

#include <algorithm>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <string>

#include "net/header_name.hpp"

namespace holdfast::net {

namespace http = boost::beast::http;

struct RequestReader::State {
  using Parser = http::request_parser<http::string_body>;

  explicit State(Caps given) : caps{given} { begin(); }
  void begin() {
    parser.emplace();
    parser->eager(true);
    parser->header_limit(static_cast<std::uint32_t>(caps.head));
    parser->body_limit(caps.body);
    request = {};
    head_done = false;
  }
  int parse();
  int read_head();

  Caps caps;
  std::optional<Parser> parser;
  std::string rest;
  ServeRequest request;
  bool head_done{};
};

namespace {

std::string text_of(boost::beast::string_view view) { return {view.data(), view.size()}; }

bool is_printable(std::string_view target) {
  return std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

int refusal_of(const boost::system::error_code& ec) {
  if (ec == http::error::header_limit) return 431;
  if (ec == http::error::body_limit) return 413;
  if (ec == http::error::bad_version) return 505;
  return 400;
}

}  // namespace

// What the parser lets pass and we do not: a body whose framing two readers could see differently
// is how a second request is smuggled in.
int RequestReader::State::read_head() {
  const auto& head = parser->get();
  if (head.version() != 10 && head.version() != 11) return 505;
  request.method = text_of(head.method_string());
  request.target = text_of(head.target());
  if (!is_printable(request.target)) return 400;
  for (const auto& field : head) {
    request.headers.emplace_back(text_of(field.name_string()), text_of(field.value()));
  }
  const auto encodings = request.count("transfer-encoding");
  if (encodings > 0) {
    if (encodings > 1 || head.version() == 10) return 400;
    if (!same_header(request.header("transfer-encoding"), "chunked")) return 501;
  }
  // The parser takes "4,4" and two equal headers for one.
  const auto lengths = request.count("content-length");
  if (lengths > 1 || (lengths == 1 && !is_number(request.header("content-length")))) return 400;
  head_done = true;
  return 0;
}

int RequestReader::State::parse() {
  while (!parser->is_done() && !rest.empty()) {
    boost::system::error_code ec;
    const std::size_t used = parser->put(boost::asio::buffer(rest), ec);
    rest.erase(0, used);
    if (ec && ec != http::error::need_more) return refusal_of(ec);
    if (parser->is_header_done() && !head_done) {
      if (const int refusal = read_head(); refusal != 0) return refusal;
    }
    if (ec || used == 0) break;
  }
  if (parser->is_done()) request.body = std::move(parser->get().body());
  return 0;
}

RequestReader::RequestReader(Caps caps) : state_{std::make_unique<State>(caps)} {}
RequestReader::~RequestReader() = default;

int RequestReader::feed(std::string_view bytes) {
  const bool was_done = done();
  state_->rest += bytes;
  return was_done ? 0 : state_->parse();
}

int RequestReader::next() {
  state_->begin();
  return state_->parse();
}

bool RequestReader::begun() const { return !state_->rest.empty() || state_->parser->got_some(); }
bool RequestReader::head_done() const { return state_->head_done; }
bool RequestReader::done() const { return state_->head_done && state_->parser->is_done(); }
bool RequestReader::keep_alive() const { return state_->parser->keep_alive(); }
bool RequestReader::speaks_chunked() const { return state_->parser->get().version() == 11; }

bool RequestReader::waits_for_continue() const {
  return !done() && speaks_chunked() &&
         same_header(state_->request.header("expect"), "100-continue");
}

const ServeRequest& RequestReader::request() const { return state_->request; }
ServeRequest RequestReader::take() { return std::move(state_->request); }

}  // namespace holdfast::net
