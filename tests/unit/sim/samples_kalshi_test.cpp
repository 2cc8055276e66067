#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "samples.hpp"
#include "stream_client.hpp"

// Kalshi's payloads: recorded on its demo in June 2026, or made of its documents of September.
namespace holdfast::sim::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

const std::string june = "recorded_demo_2026-06/";
const std::string root = "/trade-api/v2";
const std::string orders_path = "/portfolio/events/orders";
const std::string balance_path = "/portfolio/balance";

// The demo's member, and a market with bids on both sides: YES can be bought at 0.52.
struct House : StreamClient {
  House() : StreamClient{std::nullopt} {
    act(R"({"actions":[
      {"do":"add_market","venue":"kalshi","ticker":"KXT-1-A","event_ticker":"KXT-1"},
      {"do":"quote","venue":"kalshi","ticker":"KXT-1-A","side":"no","price":"0.48","count":"10"},
      {"do":"quote","venue":"kalshi","ticker":"KXT-1-A","side":"yes","price":"0.47","count":"8"}]})");
  }
  Reply place(const json::object& changes, const std::string& path = orders_path) {
    json::object order{{"ticker", "KXT-1-A"},
                       {"side", "bid"},
                       {"count", "1.00"},
                       {"price", "0.0100"},
                       {"client_order_id", "c"},
                       {"time_in_force", "good_till_canceled"},
                       {"self_trade_prevention_type", "taker_at_cross"}};
    for (const auto& change : changes) order[change.key()] = change.value();
    return kalshi(path, "POST", json::serialize(order));
  }
  Reply taken() { return place({{"price", "0.9900"}, {"time_in_force", "immediate_or_cancel"}}); }
  // Rests, is refused by nobody.
  std::string resting(const json::object& changes = {}) {
    return text(parsed(place(changes)), "order_id");
  }
  Reply canceled(const std::string& id) { return kalshi(orders_path + "/" + id, "DELETE"); }
  Reply order(const std::string& id) {
    wait(1s);
    return kalshi("/portfolio/orders/" + id);
  }
  void trade(const std::string& verb, const std::string& side, const std::string& count) {
    act(R"({"do":")" + verb + R"(","venue":"kalshi","ticker":"KXT-1-A","side":")" + side +
        R"(","count":")" + count + R"(","price":"0.4"})");
    wait(1s);
  }
  // Without a body, and without a word on what kind of body that is.
  Reply asked(const std::string& target, std::vector<Header> headers, std::string method = "GET") {
    return simulator.answer(
        {.method = std::move(method), .target = target, .headers = std::move(headers), .body = {}},
        now);
  }
  std::vector<Header> headers(Duration skew, const std::string& key,
                              const std::string& signed_text) {
    const auto stamp = std::to_string(unix_ms(now + skew));
    return {{"KALSHI-ACCESS-KEY", key},
            {"KALSHI-ACCESS-TIMESTAMP", stamp},
            {"KALSHI-ACCESS-SIGNATURE", sign(stamp + signed_text)}};
  }
  // A signed read with its clock, key or signature bent.
  Reply bent(Duration skew, const std::string& key, const std::string& signed_path,
             const std::string& path = balance_path) {
    return asked(root + path, headers(skew, key, "GET" + root + signed_path));
  }
  Reply bodiless(const std::string& path) {
    return asked(root + path, headers(0s, key_id, "POST" + root + path), "POST");
  }
  Reply skewed(Duration skew) { return bent(skew, key_id, balance_path); }
};

using Asks = std::function<Reply(House&)>;

Sample reply(Asks ask) {
  return made([ask = std::move(ask)] {
    House house;
    return said(ask(house));
  });
}
Sample get(const std::string& target) {
  return reply([target](House& house) { return house.kalshi(target); });
}
// Recorded before the shards came and the exchange stopped naming its service.
Sample of_june(Sample sample) {
  sample.since = {"exchange_index"};
  sample.gone = {"service"};
  return sample;
}
// {"http_status", "body", "provenance"}
Sample refusal(Asks ask) {
  auto sample = made([ask = std::move(ask)] {
    House house;
    const auto reply = ask(house);
    return Said{0, json::object{{"http_status", reply.status}, {"body", parsed(reply)}}};
  });
  sample.gone = {"provenance", "service"};
  return sample;
}

// What one stream says to a member that subscribes, trades, changes its mind and errs; by type, the
// third "subscribed" as "subscribed 3".
std::map<std::string, json::value> session() {
  House house;
  const auto id = house.open("/trade-api/ws/v2");
  std::map<std::string, json::value> by_type;
  const auto keep = [&](const std::vector<std::string>& frames) {
    for (const auto& frame : frames) {
      const auto value = json::parse(frame);
      const auto type = text(value, "type");
      const auto again = type == "subscribed" ? " " + std::to_string(by_type.size() + 1) : "";
      by_type.emplace(type + again, value);
    }
  };
  keep(house.say(id, R"({"id":1,"cmd":"subscribe",
    "params":{"channels":["market_positions","fill","user_orders"]}})"));
  keep(house.say(id, R"({"id":2,"cmd":"subscribe",
    "params":{"channels":["orderbook_delta"],"market_tickers":["KXT-1-A"]}})"));
  house.taken();
  house.wait(1s);
  keep(house.heard(id));
  keep(house.say(id, R"({"id":3,"cmd":"update_subscription",
    "params":{"sid":4,"market_tickers":["KXBTCD-26DEC31-T120000"],"action":"add_markets"}})"));
  keep(house.say(id, R"({"id":6,"cmd":"unsubscribe","params":{"sids":[4]}})"));
  keep(house.say(id, R"({"id":9,"cmd":"subscribe"})"));
  return by_type;
}

// Written by hand from the documents, all but the books'.
Sample frame(const std::string& type) {
  auto sample = made([type] { return Said{0, session().at(type)}; });
  sample.any_order = true;
  return sample;
}

// A book, and two changes of it, beside the trades of everybody.
Sample book_frame(std::size_t place) {
  return made([place] {
    House house;
    const auto id = house.open("/trade-api/ws/v2");
    auto frames = house.say(id, R"({"id":1,"cmd":"subscribe","params":{
      "channels":["orderbook_delta","trade"],"market_tickers":["KXT-1-A"]}})");
    for (const auto* count : {"3", "2", "1", "4"}) {
      house.act(std::string{R"({"do":"quote","venue":"kalshi","ticker":"KXT-1-A","side":"no",)"} +
                R"("price":"0.48","count":")" + count + R"("})");
      for (auto& more : house.heard(id)) frames.push_back(std::move(more));
    }
    return Said{0, json::parse(frames.at(place))};
  });
}

void add_september(Samples& table) {
  table["rest_positions_2026-09.json"] = get("/portfolio/positions");
  table["rest_positions_negative_fractional.json"] = reply([](House& house) {
    house.trade("buy", "no", "2.37");
    return house.kalshi("/portfolio/positions?ticker=KXT-1-A");
  });
  table["rest_positions_flat_row.json"] = reply([](House& house) {
    house.trade("buy", "yes", "3");
    house.trade("sell", "yes", "3");
    return house.kalshi("/portfolio/positions?ticker=KXT-1-A");
  });
  table["rest_create_order_v2_201_ioc_fill.json"] =
      reply([](House& house) { return house.taken(); });
  const Asks crosses_itself = [](House& house) {
    house.resting({{"price", "0.5000"}});
    return house.place({{"side", "ask"},
                        {"price", "0.5000"},
                        {"client_order_id", "d"},
                        {"time_in_force", "immediate_or_cancel"}});
  };
  table["rest_create_order_v2_201_self_cross.json"] = reply(crosses_itself);
  table[june + "orders__stp_self_cross.json"] = reply(crosses_itself);
  const Asks cancels = [](House& house) {
    return house.canceled(text(parsed(house.kalshi(orders_path, "POST", R"({"ticker":"KXT-1-A",
      "side":"bid","count":"1.00","price":"0.0100","time_in_force":"good_till_canceled",
      "self_trade_prevention_type":"taker_at_cross"})")),
                               "order_id"));
  };
  table["rest_cancel_v2_200.json"] = reply(cancels);
  table[june + "orders__cancel_v2.json"] = reply(cancels);
  table[june + "cleanup__stp_resting.json"] = reply(cancels);
  table["rest_user_data_timestamp.json"] = get("/exchange/user_data_timestamp");
  table["rest_settlements_row.json"] = reply([](House& house) {
    house.act(R"({"do":"settle","venue":"kalshi","ticker":"KXGDP-27JAN30-T3","result":"no"})");
    house.wait(30s);
    return house.kalshi("/portfolio/settlements");
  });
  table["rest_fills_row_2026-09.json"] = get("/portfolio/fills");
  for (const char* leg : {"yes", "no"}) {
    // Closes three YES, or 2.37 NO, at a price that somebody offers.
    table[std::string{"rest_create_order_v2_request_exit_long_"} + leg + ".json"] =
        sent([leg](const json::value& request) {
          House house;
          auto order = request.as_object();
          order["ticker"] = "KXT-1-A";
          house.trade("buy", leg, text(order, "count"));
          EXPECT_EQ(house.kalshi(orders_path, "POST", json::serialize(order)).status, 201);
          house.wait(1s);
          const auto held =
              rows_in(house.kalshi("/portfolio/positions?ticker=KXT-1-A"), "market_positions");
          EXPECT_EQ(text(held.at(0), "position_fp"), "0.00");
        });
  }
}

void add_frames(Samples& table) {
  const std::string file = "ws_frames.jsonl#";
  const std::array types{"subscribed 1",
                         "subscribed 2",
                         "subscribed 3",
                         "market_position",
                         "fill",
                         "user_order",
                         "orderbook_snapshot",
                         "orderbook_delta",
                         "ok",
                         "unsubscribed",
                         "error"};
  for (std::size_t i = 0; i < types.size(); ++i)
    table[file + std::to_string(i)] = frame(types.at(i));
  for (std::size_t i = 0; i < 7; ++i) {
    const auto place = std::to_string(i);
    if (i < 5) table[june + "ws__orderbook_trade_yes.jsonl#" + place] = book_frame(i);
    table[june + "ws__orderbook_trade_noleg.jsonl#" + place] = book_frame(i);
  }
  // Behind those that stand before it in the file, so that a book has the number 4.
  for (const auto* line : {"0", "1", "2", "3", "4", "5"}) {
    table[std::string{"ws_commands.jsonl#"} + line] = sent([](const json::value& command) {
      House house;
      const auto id = house.open("/trade-api/ws/v2");
      const auto channels = [&](const char* params) {
        house.say(id, std::string{R"({"id":1,"cmd":"subscribe","params":)"} + params + "}");
      };
      if (text(command, "cmd") != "subscribe") {
        channels(R"({"channels":["market_positions","fill","user_orders"]})");
        channels(R"({"channels":["orderbook_delta"],"market_tickers":["KXT-1-A"]})");
      }
      if (json::serialize(command).find("get_snapshot") != std::string::npos) {
        house.say(id, R"({"id":3,"cmd":"update_subscription","params":{"sid":4,
          "market_tickers":["KXTEST-26-A"],"action":"add_markets"}})");
      }
      const auto frames = house.say(id, json::serialize(command));
      ASSERT_FALSE(frames.empty());
      for (const auto& frame : frames) EXPECT_NE(text(json::parse(frame), "type"), "error");
    });
  }
}

void add_refusals(Samples& table) {
  const std::string bodies = "rest_error_bodies.json#/";
  const std::map<std::string, std::pair<Asks, std::vector<std::string>>> refusals{
      {"401_bad_signature",
       {[](House& house) { return house.bent(0s, key_id, "/portfolio/fills"); },
        {"auth__bad_signature"}}},
      {"401_unknown_key",
       {[](House& house) { return house.bent(0s, "nobody", balance_path); },
        {"auth__unknown_key_id"}}},
      {"401_missing_signature",
       {[](House& house) {
          return house.asked(root + balance_path,
                             {{"KALSHI-ACCESS-KEY", key_id},
                              {"KALSHI-ACCESS-TIMESTAMP", std::to_string(unix_ms(house.now))}});
        },
        {"auth__missing_signature_header"}}},
      {"401_timestamp",
       {[](House& house) { return house.skewed(-30s); },
        {"auth__skew_minus30s", "auth__skew_minus5min", "auth__skew_plus5min"}}},
      {"409_dup_client_order_id",
       {[](House& house) {
          house.canceled(house.resting());
          return house.place({});
        },
        {"orders__duplicate_client_order_id", "orders__reuse_canceled_client_id"}}},
      {"404_cancel",
       {[](House& house) { return house.canceled("00000000-0000-0000-0000-000000000000"); },
        {"orders__cancel_already_canceled", "orders__cancel_executed", "orders__cancel_unknown_id",
         "cleanup__leftover_0", "cleanup__leftover_1", "cleanup__leftover_2"}}},
      {"400_insufficient_balance",
       {[](House& house) { return house.place({{"count", "900000"}, {"price", "0.4000"}}); },
        {"orders__insufficient_balance"}}},
      {"400_invalid_price",
       {[](House& house) { return house.place({{"price", "0.5150"}}); },
        {"orders__invalid_price_structure"}}},
      {"400_post_only_cross",
       {[](House& house) { return house.place({{"price", "0.5200"}, {"post_only", true}}); },
        {"orders__post_only_cross"}}},
      {"400_reduce_only_tif",
       {[](House& house) { return house.place({{"reduce_only", true}}); }, {}}},
      {"400_json_type",
       {[](House& house) { return house.place({{"count", 1}}); }, {"orders__numeric_field_types"}}},
      {"400_param_validation",
       {[](House& house) { return house.kalshi("/markets?limit=1001"); },
        {"markets__limit_over_max"}}},
      {"429",
       {[](House& house) {
          auto reply = house.kalshi("/portfolio/balance");
          while (reply.status == 200) reply = house.kalshi("/portfolio/balance");
          return reply;
        },
        {}}}};
  for (const auto& [name, row] : refusals) {
    table[bodies + name] = refusal(row.first);
    for (const auto& recorded : row.second) {
      table[june + recorded + ".json"] = of_june(reply(row.first));
    }
  }
  table[bodies + "400_missing_query"] = refusal(
      [](House& house) { return house.kalshi("/margin/funding_history?end_date=2026-06-12"); });
}

// The exchange of perpetuals, with what the recorded member held there.
void open_margin(House& house) {
  house.act(R"({"actions":[
    {"do":"add_perp","venue":"kalshi","ticker":"KXBTCPERP1","mark":"6.3329",
     "initial_margin":"0.169545","maintenance_margin":"0.130415"},
    {"do":"join_margin","venue":"kalshi","subaccount":1,"funds":"0"},
    {"do":"join_margin","venue":"kalshi","funds":"50.05","ticker":"KXBTCPERP1","count":"1",
     "entry":"6.3587"}]})");
}
Reply place_on_margin(House& house, json::object changes) {
  changes.emplace("ticker", "KXBTCPERP1");
  changes.emplace("price", "5.3829");
  return house.place(changes, "/margin/orders");
}

void add_margin(Samples& table) {
  const auto add = [&](const std::string& name, Asks ask) {
    table["recorded_demo_perps_errors/" + name + ".json"] = of_june(reply([ask](House& house) {
      open_margin(house);
      return ask(house);
    }));
  };
  const auto order = [&](const std::string& name, const json::object& changes) {
    add("orders__" + name, [changes](House& house) { return place_on_margin(house, changes); });
  };
  add("auth__margin_balance", [](House& house) { return house.kalshi("/margin/balance"); });
  add("positions__open", [](House& house) { return house.kalshi("/margin/positions"); });
  add("auth__bad_signature",
      [](House& house) { return house.bent(0s, key_id, "/margin/positions", "/margin/balance"); });
  add("funding__history_no_params",
      [](House& house) { return house.kalshi("/margin/funding_history"); });
  add("subaccounts__create_nobody",
      [](House& house) { return house.bodiless("/portfolio/margin/subaccounts"); });
  add("orders__duplicate_client_order_id", [](House& house) {
    EXPECT_EQ(place_on_margin(house, {}).status, 201);
    return place_on_margin(house, {});
  });
  order("insufficient_margin", {{"count", "10185"}});
  order("off_tick_price", {{"price", "5.38295"}});
  order("price_band_violation", {{"price", "3.1664"}});
  order("reduce_only_gtc", {{"price", "6.3816"}, {"side", "ask"}, {"reduce_only", true}});
  // Whoever has not joined is unknown there.
  table["recorded_demo_perps_errors/orders__create_gtc_blocked.json"] =
      of_june(reply([](House& house) {
        house.act(R"({"do":"add_perp","venue":"kalshi","ticker":"KXBTCPERP1","mark":"6.3329",
          "initial_margin":"0.17","maintenance_margin":"0.13"})");
        return place_on_margin(house, {});
      }));
}

void add_june(Samples& table) {
  for (const auto& [name, skew] : std::map<std::string, Duration>{{"balance_ok", 0s},
                                                                  {"balance_alt_host", 0s},
                                                                  {"skew_minus5s", -5s},
                                                                  {"skew_plus5s", 5s}}) {
    table[june + "auth__" + name + ".json"] =
        reply([by = skew](House& house) { return house.skewed(by); });
  }
  for (const auto& [name, target] : std::map<std::string, std::string>{
           {"account__endpoint_costs", "/account/endpoint_costs"},
           {"account__limits", "/account/limits"},
           {"orderbook__base", "/markets/KXT-1-A/orderbook"},
           {"series__fee_changes", "/series/fee_changes"},
           {"settlements__page", "/portfolio/settlements?limit=10"},
           {"settlements__end_of_session", "/portfolio/settlements?limit=10"},
           {"trades__public_recorded", "/markets/trades?limit=2"},
           {"fills__after_taker", "/portfolio/fills"},
           {"portfolio__orders_list", "/portfolio/orders?limit=10"},
           {"portfolio__positions", "/portfolio/positions"}}) {
    table[june + name + ".json"] = of_june(get(target));
  }
  table[june + "portfolio__orders_list.json"].varies = {"self_trade_prevention_type"};
  table[june + "portfolio__positions.json"].gone = {"resting_orders_count"};
  table[june + "exchange__status.json"] = get("/exchange/status");
  table[june + "exchange__status.json"].since = {"exchange_index_statuses",
                                                 "intra_exchange_transfers_active"};
  const auto market = [&](const std::string& name, Asks ask) {
    auto sample = of_june(reply(std::move(ask)));
    sample.gone = {"fractional_trading_enabled", "response_price_units"};
    sample.loose = {"custom_strike"};
    sample.varies = {"custom_strike",           "floor_strike",          "strike_type",
                     "primary_participant_key", "early_close_condition", "occurrence_datetime",
                     "is_provisional",          "mve_selected_legs",     "mve_collection_ticker",
                     "settlement_value_dollars"};
    table[june + name + ".json"] = std::move(sample);
  };
  const auto ask = [](const std::string& target) -> Asks {
    return [target](House& house) { return house.get(root + "/markets" + target); };
  };
  for (const auto* name : {"page1", "page2", "page3"}) {
    market(std::string{"markets__"} + name, ask("?limit=5"));
  }
  market("markets__garbage_cursor", ask("?limit=5&cursor=garbage"));
  market("markets__single_filter_lastpage", ask("?tickers=KXT-1-A"));
  market("markets__unauth_list", ask("?limit=2"));
  market("markets__single", ask("/KXT-1-A"));
  market("markets__unauth_single", ask("/KXT-1-A"));
  market("markets__status_closed", [](House& house) {
    house.act(R"({"do":"set_market","venue":"kalshi","ticker":"KXT-1-A","status":"closed"})");
    return house.get("/trade-api/v2/markets?status=closed");
  });
  market("markets__status_settled", [](House& house) {
    house.act(R"({"do":"settle","venue":"kalshi","ticker":"KXT-1-A","result":"no"})");
    return house.get("/trade-api/v2/markets?status=settled");
  });
}

void add_june_orders(Samples& table) {
  const auto order = [&](const std::string& name, Asks ask) {
    table[june + "orders__" + name + ".json"] = of_june(reply(std::move(ask)));
  };
  for (const auto* name : {"create_v2_maker", "stp_setup"}) {
    order(name, [](House& house) { return house.place({}); });
  }
  for (const auto* name : {"create_v2_taker_ioc", "settlement_seed"}) {
    order(name, [](House& house) { return house.taken(); });
  }
  for (const auto* name : {"get_after_create", "stp_resting_after"}) {
    order(name, [](House& house) { return house.order(house.resting()); });
  }
  order("get_after_cancel", [](House& house) {
    const auto id = house.resting();
    house.canceled(id);
    return house.order(id);
  });
  const Asks legacy = [](House& house) {
    house.act(R"({"do":"set_exchange","venue":"kalshi","legacy_orders":true})");
    return house.kalshi("/portfolio/orders", "POST", R"({"action":"buy","count":1,"side":"yes",
      "client_order_id":"c","ticker":"KXT-1-A","yes_price":1})");
  };
  order("legacy_create", legacy);
  order("legacy_cancel", [legacy](House& house) {
    const auto id = text(parsed(legacy(house)).at("order"), "order_id");
    return house.kalshi("/portfolio/orders/" + id, "DELETE");
  });
  for (const auto* name : {"legacy_create", "legacy_cancel"}) {
    table[june + "orders__" + name + ".json"].varies = {"self_trade_prevention_type"};
  }
}

TEST(Samples, OfKalshiAreReproducedFromTheWorld) {
  Samples table;
  add_september(table);
  add_frames(table);
  add_refusals(table);
  add_june(table);
  add_june_orders(table);
  add_margin(table);
  check_samples("kalshi", table);
}

// A long of 1 bought at 6.3587, at a mark of 6.3329: the figures that were recorded.
TEST(Samples, MarginIsReckonedAsItWasRecorded) {
  House house;
  open_margin(house);
  const auto rows = rows_in(house.kalshi("/margin/positions"), "positions");
  const auto& held = rows.at(0);
  EXPECT_EQ(text(held, "unrealized_pnl"), "-0.0258");
  EXPECT_EQ(text(held, "margin_used"), "0.8259");
  const auto balance = parsed(house.kalshi("/margin/balance"));
  EXPECT_EQ(text(balance, "settled_funds"), "50.0500");
  const auto& own = balance.at("subaccount_balances").at(0);
  EXPECT_EQ(text(own, "account_equity"), "50.0242");
  EXPECT_EQ(text(own, "initial_margin"), "1.0737");
  EXPECT_EQ(text(own, "position_value"), "6.3329");
}

}  // namespace
}  // namespace holdfast::sim::test
