// One side of the pairs of goals a1 and a2: reads a body once, then takes orders from a pipe.
//
//   bench_parse kalshi|polymarket rows|dom FILE
//
//   check      -> one line a row of what was read; an empty line ends them
//   run COUNT  -> "<wall ns> <cpu ns> <allocations>" of parsing the body so many times
//
// `rows` is the product's own parser: validated exact rows. `dom` is simdjson's DOM of the same
// bytes, which converts nothing that we rest on.
#include "venues/kalshi/parse.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>

#include "counted_heap.hpp"
#include "venues/polymarket/parse.hpp"

namespace {

using namespace holdfast;

constexpr auto wallet = "0x56687bf447db6ffa42ffe2204a05edaa20f55839";

[[noreturn]] void give_up(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  std::exit(1);
}

std::string read_file(const char* path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) give_up(fmt::format("cannot read {}", path));
  return {std::istreambuf_iterator<char>{file}, {}};
}

template <class T>
std::string units(const std::optional<T>& amount) {
  return amount ? fmt::format("{}", amount->units()) : "-";
}

std::string kalshi_line(const Holding& row) {
  return fmt::format("{}\t{}\t{}\t{}\t{}\t{}", row.key.instrument.text, row.key.shard,
                     units(row.quantity), units(row.figures.cost.value),
                     units(row.figures.realized_pnl.value), units(row.figures.fees.value));
}

std::string polymarket_line(const Holding& row) {
  const VenueFigures& figures = row.figures;
  const Instrument& about = row.about;
  return fmt::format(
      "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{:d}\t{:d}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
      row.key.instrument.text, units(row.quantity), units(figures.average_price.value),
      units(figures.cost.value), units(figures.value.value), units(figures.pnl.value),
      units(figures.realized_pnl.value), units(figures.percent_pnl.value), units(about.price),
      row.redeemable, about.negative_risk, about.title, about.outcome, about.condition_id,
      about.slug, about.event, about.opposite_outcome, about.opposite, about.end_date);
}

struct Side {
  std::function<std::size_t()> parse;  // returns something that depends on what was read
  std::function<void()> check;
};

template <class Parse, class Line>
Side rows_side(Parse parse, Line line) {
  const auto read = [parse] {
    auto page = parse();
    if (!page) give_up(page.error().what);
    return std::move(page->holdings);
  };
  return {[read] { return read().size(); },
          [read, line] {
            for (const Holding& row : read()) fmt::print("{}\n", line(row));
            fmt::print("\n");
          }};
}

Side dom_side(const std::string& body) {
  auto text = std::make_shared<simdjson::padded_string>(body);
  auto parser = std::make_shared<simdjson::dom::parser>();
  return {[text, parser]() -> std::size_t {
            simdjson::dom::element root;
            if (parser->parse(*text).get(root) != simdjson::SUCCESS) give_up("the DOM refuses it");
            return root.is_array() ? 1 : 2;
          },
          [] { fmt::print("\n"); }};
}

Side side_of(const std::string& venue, const std::string& engine, const std::string& body) {
  if (engine == "dom") return dom_side(body);
  if (venue == "kalshi") {
    return rows_side(
        [&body] { return kalshi::parse_positions(body, {.account = AccountId{"kalshi/main"}}); },
        kalshi_line);
  }
  const polymarket::Holder holder{AccountId{"polymarket/main"},
                                  crypto::EthAddress::parse(wallet).value()};
  return rows_side([&body, holder] { return polymarket::parse_positions_v1(body, holder); },
                   polymarket_line);
}

std::int64_t cpu_ns() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

void run(const Side& side, long count) {
  const auto allocated = bench::allocations.load();
  const auto cpu = cpu_ns();
  const auto start = std::chrono::steady_clock::now();
  std::size_t read = 0;
  for (long i = 0; i < count; ++i) read += side.parse();
  const std::chrono::nanoseconds wall = std::chrono::steady_clock::now() - start;
  if (read == 0 && count > 0) give_up("nothing was read");
  fmt::print("{} {} {}\n", wall.count(), cpu_ns() - cpu, bench::allocations.load() - allocated);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) give_up("bench_parse kalshi|polymarket rows|dom FILE");
  const std::string body = read_file(argv[3]);
  const Side side = side_of(argv[1], argv[2], body);
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words{line};
    std::string order;
    long count = 0;
    words >> order >> count;
    if (order == "check") side.check();
    if (order == "run") run(side, count);
    std::fflush(stdout);
  }
  return 0;
}
