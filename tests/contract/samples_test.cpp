#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <sstream>

#include "support/shared_file.hpp"
#include "venues/kalshi/parse.hpp"
#include "venues/kalshi/parse_stream.hpp"
#include "venues/kalshi/refusal.hpp"
#include "venues/polymarket/parse.hpp"
#include "venues/polymarket/parse_stream.hpp"
#include "venues/polymarket/refusal.hpp"

// Each sample of Kalshi and Polymarket that there is, by name: it parses, it is refused as it
// should be, or it is not read by this version and somebody has said why. A new one fails here
// until then.
namespace holdfast {
namespace {

namespace fs = std::filesystem;

struct Sample {
  int status{};
  std::string body;
};
// How many rows were read.
using Reader = std::function<Result<std::size_t>(const Sample&)>;

struct Expected {
  Reader read;
  std::optional<std::size_t> rows;  // none: refused with
  Fault fault{};
  std::string naming;
  std::string not_read;  // why this version has no reader for it
};
using Table = std::map<std::string, Expected>;

Expected reads(Reader read, std::size_t rows) {
  return {.read = std::move(read), .rows = rows, .naming = {}, .not_read = {}};
}
Expected refuses(Reader read, Fault fault, std::string naming) {
  return {.read = std::move(read),
          .rows = {},
          .fault = fault,
          .naming = std::move(naming),
          .not_read = {}};
}
Expected leaves(std::string why) {
  return {.read = {}, .rows = {}, .naming = {}, .not_read = std::move(why)};
}

std::set<std::string> names_below(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator{folder}) {
    const std::string name = fs::relative(entry.path(), folder).generic_string();
    const bool about_others = name == "INDEX.json" || name.ends_with(".meta.json");
    if (entry.is_regular_file() && !about_others) names.insert(name);
  }
  return names;
}

Sample load(const fs::path& file) {
  Sample sample{200, *test::shared_file(file.string())};
  fs::path about = file;
  const auto meta = test::shared_file(about.replace_extension(".meta.json").string());
  if (!meta) return sample;
  const auto all = boost::json::parse(*meta);
  const auto* status = all.as_object().if_contains("status");
  if (status != nullptr && status->is_int64()) sample.status = static_cast<int>(status->as_int64());
  return sample;
}

void check(const std::string& folder, const Table& table) {
  const fs::path root = fs::path{HOLDFAST_SHARED_DIR} / folder;
  if (!fs::exists(root)) GTEST_SKIP() << "no samples here: " << folder;
  const auto names = names_below(root);
  for (const auto& [name, expected] : table) {
    EXPECT_TRUE(names.contains(name)) << name << " is in the table and not there";
  }
  for (const std::string& name : names) {
    SCOPED_TRACE(name);
    const auto expected = table.find(name);
    if (expected == table.end()) {
      ADD_FAILURE() << "a new sample: give it a row in this test";
      continue;
    }
    if (!expected->second.read) {
      EXPECT_FALSE(expected->second.not_read.empty());
      continue;
    }
    const auto rows = expected->second.read(load(fs::path{folder} / name));
    if (expected->second.rows) {
      EXPECT_TRUE(rows) << (rows ? "" : rows.error().what);
      EXPECT_EQ(rows.value_or(0), *expected->second.rows);
    } else if (rows) {
      ADD_FAILURE() << "was read: " << *rows << " rows";
    } else {
      EXPECT_EQ(rows.error().fault, expected->second.fault) << rows.error().what;
      EXPECT_NE(rows.error().what.find(expected->second.naming), std::string::npos)
          << rows.error().what;
    }
  }
}

// A parser that gives one value, or a page of rows.
template <class Value>
Result<std::size_t> one(const Result<Value>& value) {
  if (!value) return tl::make_unexpected(value.error());
  return std::size_t{1};
}
template <class Page, class Rows>
Result<std::size_t> count(const Result<Page>& page, Rows Page::* rows) {
  if (!page) return tl::make_unexpected(page.error());
  return ((*page).*rows).size();
}

// What came over a stream, a frame a line.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

namespace of_kalshi {

using namespace kalshi;

const Owner owner{AccountId{"kalshi/main"}, 0};

Result<std::size_t> positions(const Sample& sample) {
  return count(parse_positions(sample.body, owner), &PositionsPage::holdings);
}
Result<std::size_t> fills(const Sample& sample) {
  return count(parse_fills(sample.body, owner.account), &FillsPage::fills);
}
Result<std::size_t> settlements(const Sample& sample) {
  return count(parse_settlements(sample.body, owner), &SettlementsPage::settlements);
}
Result<std::size_t> orders(const Sample& sample) {
  return count(parse_resting_orders(sample.body), &OrdersPage::orders);
}
Result<std::size_t> markets(const Sample& sample) {
  return count(parse_markets(sample.body), &MarketsPage::instruments);
}
// As the session takes an answer: first whether it is one, then the balance in it.
Result<std::size_t> balance(const Sample& sample) {
  if (auto fault = fault_of({.status = sample.status, .headers = {}, .body = sample.body}, "GET")) {
    return tl::make_unexpected(*fault);
  }
  return one(parse_balance(sample.body));
}
Result<std::size_t> frames(const Sample& sample) {
  std::size_t read = 0;
  for (const std::string& line : lines_of(sample.body)) {
    const auto frame = parse_stream(line);
    if (!frame) return tl::make_unexpected(frame.error());
    ++read;
  }
  return read;
}
Result<std::size_t> margin_grant(const Sample& sample) { return one(parse_margined(sample.body)); }
Result<std::size_t> data_time(const Sample& sample) { return one(parse_data_time(sample.body)); }
Result<std::size_t> refusal(const Sample& sample) {
  if (auto fault = fault_of({.status = sample.status, .headers = {}, .body = sample.body}, "GET")) {
    return tl::make_unexpected(*fault);
  }
  return std::size_t{0};
}
// A collection of refusals; each must be one.
Result<std::size_t> refusals(const Sample& sample) {
  std::size_t told = 0;
  const auto all = boost::json::parse(sample.body);
  for (const auto& [name, entry] : all.as_object()) {
    const HttpResponse response{static_cast<int>(entry.at("http_status").as_int64()),
                                {},
                                boost::json::serialize(entry.at("body"))};
    const auto fault = fault_of(response, "GET");
    EXPECT_TRUE(fault) << name;
    EXPECT_TRUE(parse_refusal(response.body)) << name;
    if (response.status == 401 && fault) {
      EXPECT_EQ(fault->fault, Fault::unauthorised) << name;
    }
    if (response.status == 429 && fault) {
      EXPECT_EQ(fault->fault, Fault::rate_limited) << name;
    }
    if (fault) ++told;
  }
  return told;
}

Table table() {
  const std::string order = "orders are not sent or asked about one by one by this version";
  const std::string margin = "the margin exchange is not read by this version";
  const std::string market = "one market alone is never asked for: lists carry the same object";
  const std::string june = "recorded_demo_2026-06/";
  Table table{
      {"rest_positions_2026-09.json", reads(positions, 1)},
      {"rest_positions_negative_fractional.json", reads(positions, 1)},
      {"rest_positions_flat_row.json", reads(positions, 1)},
      {"rest_fills_row_2026-09.json", reads(fills, 1)},
      {"rest_settlements_row.json", reads(settlements, 1)},
      {"rest_user_data_timestamp.json", reads(data_time, 1)},
      {"rest_error_bodies.json", reads(refusals, 14)},
      // Rows of before 20 August have no shard: whose they are cannot be known.
      {june + "portfolio__positions.json", refuses(positions, Fault::malformed, "exchange_index")},
      {june + "fills__after_taker.json", refuses(fills, Fault::malformed, "exchange_index")},
      {june + "portfolio__orders_list.json", reads(orders, 0)},
      {june + "settlements__end_of_session.json", reads(settlements, 0)},
      {june + "settlements__page.json", reads(settlements, 0)},
      {june + "auth__balance_ok.json", reads(balance, 1)},
      {june + "auth__balance_alt_host.json", reads(balance, 1)},
      {june + "auth__skew_minus5s.json", reads(balance, 1)},
      {june + "auth__skew_plus5s.json", reads(balance, 1)},
      {june + "auth__bad_signature.json", refuses(balance, Fault::unauthorised, "SIGNATURE")},
      {june + "auth__unknown_key_id.json", refuses(balance, Fault::unauthorised, "NOT_FOUND")},
      {june + "auth__missing_signature_header.json",
       refuses(balance, Fault::unauthorised, "signature")},
      {june + "auth__skew_minus30s.json", refuses(balance, Fault::unauthorised, "timestamp")},
      {june + "auth__skew_minus5min.json", refuses(balance, Fault::unauthorised, "timestamp")},
      {june + "auth__skew_plus5min.json", refuses(balance, Fault::unauthorised, "timestamp")},
      {june + "markets__page1.json", reads(markets, 5)},
      {june + "markets__page2.json", reads(markets, 5)},
      {june + "markets__page3.json", reads(markets, 5)},
      {june + "markets__garbage_cursor.json", reads(markets, 5)},
      {june + "markets__single_filter_lastpage.json", reads(markets, 1)},
      {june + "markets__status_closed.json", reads(markets, 5)},
      {june + "markets__status_settled.json", reads(markets, 5)},
      {june + "markets__unauth_list.json", reads(markets, 2)},
      {june + "markets__limit_over_max.json", refuses(refusal, Fault::refused, "Limit")},
      {june + "markets__single.json", leaves(market)},
      {june + "markets__unauth_single.json", leaves(market)},
      {june + "account__endpoint_costs.json", leaves("costs are those of the Basic tier")},
      {june + "account__limits.json", reads(margin_grant, 1)},
      {june + "exchange__status.json", leaves("nothing depends on the exchange's own status")},
      {june + "orderbook__base.json", leaves("books come over the stream")},
      {june + "series__fee_changes.json", leaves("fees are those of the fills")},
      {june + "trades__public_recorded.json",
       leaves("other people's trades are nobody's holdings")},
      {june + "ws__orderbook_trade_noleg.jsonl", reads(frames, 7)},
      {june + "ws__orderbook_trade_yes.jsonl", reads(frames, 5)},
      {"ws_commands.jsonl", leaves("commands are what a client says")},
      {"ws_frames.jsonl", reads(frames, 11)}};
  for (const char* name : {"cleanup__leftover_0",
                           "cleanup__leftover_1",
                           "cleanup__leftover_2",
                           "cleanup__stp_resting",
                           "orders__cancel_already_canceled",
                           "orders__cancel_executed",
                           "orders__cancel_unknown_id",
                           "orders__cancel_v2",
                           "orders__create_v2_maker",
                           "orders__create_v2_taker_ioc",
                           "orders__duplicate_client_order_id",
                           "orders__get_after_cancel",
                           "orders__get_after_create",
                           "orders__insufficient_balance",
                           "orders__invalid_price_structure",
                           "orders__legacy_cancel",
                           "orders__legacy_create",
                           "orders__numeric_field_types",
                           "orders__post_only_cross",
                           "orders__reuse_canceled_client_id",
                           "orders__settlement_seed",
                           "orders__stp_resting_after",
                           "orders__stp_self_cross",
                           "orders__stp_setup"}) {
    table.emplace(june + name + ".json", leaves(order));
  }
  for (const char* name :
       {"rest_cancel_v2_200", "rest_create_order_v2_201_ioc_fill",
        "rest_create_order_v2_201_self_cross", "rest_create_order_v2_request_exit_long_no",
        "rest_create_order_v2_request_exit_long_yes"}) {
    table.emplace(std::string{name} + ".json", leaves(order));
  }
  for (const char* name :
       {"auth__bad_signature", "auth__margin_balance", "funding__history_no_params",
        "orders__create_gtc_blocked", "orders__duplicate_client_order_id",
        "orders__insufficient_margin", "orders__off_tick_price", "orders__price_band_violation",
        "orders__reduce_only_gtc", "positions__open", "subaccounts__create_nobody"}) {
    table.emplace("recorded_demo_perps_errors/" + std::string{name} + ".json", leaves(margin));
  }
  return table;
}

}  // namespace of_kalshi

namespace of_polymarket {

using namespace polymarket;

Holder holder() {
  return {AccountId{"polymarket/main"},
          crypto::EthAddress::parse("0x379a410a36c101e3b8dfb6c90d1176eb0def4b1a").value()};
}
Holder another() {
  return {AccountId{"polymarket/main"},
          crypto::EthAddress::parse("0x379a410a36c101e3b8dfb6c90d1176eb0def4b1b").value()};
}

Result<std::size_t> positions(const Sample& sample) {
  // The very same rows about another wallet are refused.
  EXPECT_EQ(parse_positions(sample.body, another()).error().fault, Fault::identity);
  return count(parse_positions(sample.body, holder()), &PositionsPage::holdings);
}
Result<std::size_t> activity(const Sample& sample) {
  EXPECT_EQ(parse_activity(sample.body, another()).error().fault, Fault::identity);
  return count(parse_activity(sample.body, holder()), &ActivityPage::rows);
}
Result<std::size_t> markets(const Sample& sample) {
  const auto found = parse_markets("[" + sample.body + "]");
  if (!found) return tl::make_unexpected(found.error());
  return found->size();
}
// Of a recorded session what came; of examples each that is a frame and no command.
Result<std::size_t> session(const Sample& sample) {
  std::size_t read = 0;
  for (const std::string& line : lines_of(sample.body)) {
    const auto entry = boost::json::parse(line);
    if (entry.at("dir").as_string() != "recv") continue;
    const auto events = parse_stream(boost::json::value_to<std::string>(entry.at("data")));
    if (!events) return tl::make_unexpected(events.error());
    ++read;
  }
  return read;
}
Result<std::size_t> examples(const Sample& sample) {
  std::size_t read = 0;
  const auto all = boost::json::parse(sample.body);
  for (const auto& [name, frame] : all.as_object()) {
    if (!frame.is_object() || !frame.as_object().contains("event_type")) continue;
    const auto events = parse_stream(boost::json::serialize(frame));
    if (std::string_view{name}.find("_old_") != std::string_view::npos) {
      EXPECT_EQ(events.error().fault, Fault::malformed) << "a shape of before September 2025";
      continue;
    }
    if (!events) return fail(events.error().fault, std::string{name} + ": " + events.error().what);
    ++read;
  }
  return read;
}
Result<std::size_t> open_orders(const Sample& sample) {
  const Holder maker{
      AccountId{"polymarket/main"},
      crypto::EthAddress::parse("0x1234567890123456789012345678901234567890").value()};
  return count(parse_clob_orders(sample.body, maker), &ClobOrdersPage::orders);
}
// A list of answers of several routes: the refusals among them are refusals, the rest is not.
Result<std::size_t> answers(const Sample& sample) {
  std::size_t refused = 0;
  const auto all = boost::json::parse(sample.body);
  for (const auto& entry : all.as_array()) {
    const auto* body = entry.as_object().if_contains("body");
    const HttpResponse response{static_cast<int>(entry.at("status").as_int64()),
                                {},
                                body != nullptr ? boost::json::serialize(*body) : "{}"};
    const auto fault = fault_of(response, "GET");
    EXPECT_EQ(fault.has_value(), response.status != 200);
    if (fault) ++refused;
  }
  return refused;
}

Table table() {
  const std::string order = "orders are not sent by this version";
  return {{"data_v2/positions_open_recorded_2026-10.json", reads(positions, 2)},
          {"data_v2/activity_recorded_2026-09.json", reads(activity, 2)},
          {"data_v2/errors_and_resolutions_2026-10-05.json", reads(answers, 2)},
          {"data_v2/trades_by_condition_redacted_2026-10-05.json",
           leaves("activity has the wallet's trades and what else moved its tokens")},
          {"gamma/market_v2_docs_example.json", reads(markets, 2)},
          {"vectors/known_answer_vectors.json", leaves("tests of signing and ids have vectors")},
          {"clob/balance_allowance.json", leaves("the chain tells balances and approvals")},
          {"clob/book_v2_recorded_2026-10-05.json", leaves("books come over the stream")},
          {"clob/clob_markets_v2_recorded_2026-10-05.json", leaves("Gamma describes the markets")},
          {"clob/heartbeat_v1.json", leaves(order)},
          {"clob/open_orders_page_docs.json", reads(open_orders, 1)},
          {"clob/post_order_request_v2.json", leaves(order)},
          {"clob/post_order_responses.json", leaves(order)},
          {"ws/market_events_docs_examples.json", reads(examples, 3)},
          {"ws/user_events_docs_examples.json", reads(examples, 3)},
          {"ws_market_v2_session_recorded_2026-10-05.jsonl", reads(session, 3)}};
}

}  // namespace of_polymarket

TEST(Samples, OfKalshiAreReadOrRefusedEachByName) {
  check("protocols/samples/kalshi", of_kalshi::table());
}

TEST(Samples, OfPolymarketAreReadOrRefusedEachByName) {
  check("protocols/samples/polymarket", of_polymarket::table());
}

// What kalshi's index calls by name is there, so a sample cannot drop out of the table by drifting
// away.
TEST(Samples, OfKalshisIndexAreAllInTheTable) {
  const auto index = test::shared_file("protocols/samples/kalshi/INDEX.json");
  if (!index) GTEST_SKIP() << "no samples here";
  const Table table = of_kalshi::table();
  const auto all = boost::json::parse(*index);
  for (const auto& [name, about] : all.as_object()) {
    EXPECT_TRUE(table.contains(std::string{name})) << name;
  }
}

// The repository's vectors are copies, and all of them: a copy that was changed proves nothing any
// more, and one that is missing nothing at all.
TEST(Vectors, AreTheSharedOnes) {
  const fs::path shared = fs::path{HOLDFAST_SHARED_DIR} / "vectors";
  if (!fs::exists(shared)) GTEST_SKIP() << "no shared vectors here";
  const fs::path ours = fs::path{HOLDFAST_SOURCE_DIR} / "tests" / "vectors";
  for (const auto& entry : fs::directory_iterator{shared}) {
    if (entry.path().extension() != ".json") continue;
    const std::string name = entry.path().filename().string();
    std::ifstream file{ours / name, std::ios::binary};
    ASSERT_TRUE(file) << name << " is not in tests/vectors";
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_TRUE(text == *test::shared_file("vectors/" + name)) << name << " is another one here";
  }
}

}  // namespace
}  // namespace holdfast
