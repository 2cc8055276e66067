#include <gtest/gtest.h>

#include "chain/contracts.hpp"
#include "sim_stage.hpp"

// Reorganisations and lies of the simulated Polygon against the witness: a number that it calls
// agreed is the true one, at the block that its evidence names and that is still there.
namespace holdfast {
namespace {

using test::qty;
using test::run;
using test::SimStage;

constexpr int depth = 64;

// Lets a request through, but does something before the one with that number.
class Interrupted final : public Transport {
 public:
  Interrupted(Transport& below, int at, std::function<void()> what)
      : below_{below}, at_{at}, what_{std::move(what)} {}
  Async<HttpResponse> exchange(HttpRequest request) override {
    if (seen_++ == at_) what_();
    co_return co_await below_.exchange(std::move(request));
  }
  [[nodiscard]] int seen() const { return seen_; }

 private:
  Transport& below_;
  int at_;
  std::function<void()> what_;
  int seen_{};
};

struct House : SimStage {
  House() : SimStage{0, 5} {
    kept = polymarket_position("kept", "40");
    // Sold so lately that a reorganisation of 64 blocks, 128 seconds, takes the sale back.
    sold = polymarket_position("sold", "25");
    clock.advance(std::chrono::minutes{10});
    act(R"({"venue":"polymarket","do":"sell","wallet":")" + holder().lower() + R"(","token_id":")" +
        sold.instrument.text + R"(","size":"25","price":"0.5"})");
  }
  void reorganise() {
    act(R"({"venue":"polymarket","do":"reorganise","depth":)" + std::to_string(depth) + "}", {});
  }
  [[nodiscard]] polygon::Config config(int endpoints) const {
    polygon::Config made;
    made.holders.emplace(AccountId{"polymarket/main"}, holder());
    for (int i = 1; i <= endpoints; ++i) {
      made.endpoints.push_back(
          polygon::endpoint_address("http://sim/polygon/" + std::to_string(i)).value());
    }
    return made;
  }
  // What the chain has there now, read by nothing of the engine's.
  void expect_true(const Readings& readings) {
    const auto& chain = simulator.world().polymarket.chain;
    for (const auto& [key, reading] : readings.agreed) {
      const auto id = U256::parse_decimal(key.instrument.text).value();
      const auto parts = reading.evidence.id.substr(std::string{"polygon:"}.size());
      const auto block = std::stoull(parts);
      EXPECT_EQ(parts.substr(parts.find(':') + 1), chain.block(block).hash) << key.text();
      const auto units =
          chain.balance(polygon::contract_of(id).lower(), holder().lower(), id, block).low();
      EXPECT_EQ(reading.quantity.units(), static_cast<std::int64_t>(units) * 1'000) << key.text();
    }
  }

  PositionKey kept;
  PositionKey sold;
};

TEST(PolygonReorganised, NoNumberIsOfABlockThatIsGoneWhereverTheReadingIsInterrupted) {
  std::size_t agreed = 0;
  std::size_t doubted = 0;
  int requests = 1;
  for (int at = 0; at < requests; ++at) {
    House house;
    Interrupted transport{house.transport, at, [&] { house.reorganise(); }};
    polygon::PolygonWitness witness{house.config(2), transport, house.clock};
    const auto readings = run(witness.read({house.kept, house.sold}, house.tape));
    requests = std::max(requests, transport.seen());
    if (!readings) {
      ++doubted;
      continue;
    }
    house.expect_true(*readings);
    (readings->agreed.empty() ? doubted : agreed) += 1;
  }
  EXPECT_GE(requests, 8);
  EXPECT_GT(agreed, 0U) << "before anything was read it is only another chain";
  EXPECT_GT(doubted, 0U);
}

TEST(PolygonReorganised, EarlierNumbersAreInDoubtUntilTheNewChainHasBeenRead) {
  House house;
  polygon::PolygonWitness witness{house.config(3), house.transport, house.clock};
  const auto read = [&] { return run(witness.read({house.kept, house.sold}, house.tape)); };
  const auto before = read();
  ASSERT_TRUE(before) << before.error().what;
  EXPECT_EQ(before->agreed.at(house.sold).quantity, Quantity{});
  house.expect_true(*before);

  house.reorganise();
  const auto noticed = read();
  ASSERT_TRUE(noticed) << noticed.error().what;
  EXPECT_TRUE(noticed->agreed.empty());
  EXPECT_NE(noticed->disputed.at(house.kept).find("is gone"), std::string::npos);

  house.clock.advance(std::chrono::minutes{1});
  const auto after = read();
  ASSERT_TRUE(after) << after.error().what;
  EXPECT_EQ(after->agreed.at(house.kept).quantity, qty("40"));
  EXPECT_EQ(after->agreed.at(house.sold).quantity, Quantity{});
  house.expect_true(*after);
}

TEST(PolygonLies, OneOfThreeNeverMakesAWrongNumberAgreed) {
  for (const int liar : {1, 2, 3}) {
    for (const char* balance : {"0", "1", "40000001", "18446744073709551615"}) {
      House house;
      house.break_it("polygon/" + std::to_string(liar), "*", sim::FaultKind::lie,
                     {{"balance", balance}, {"token", house.kept.instrument.text}});
      auto witness = house.witness(3);
      const auto readings = run(witness.read({house.kept, house.sold}, house.tape));
      ASSERT_TRUE(readings) << readings.error().what;
      EXPECT_FALSE(readings->agreed.contains(house.kept)) << liar << " " << balance;
      EXPECT_TRUE(readings->agreed.contains(house.sold));
      house.expect_true(*readings);
    }
  }
}

}  // namespace
}  // namespace holdfast
