#include "api/event_hub.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "support/api_house.hpp"

namespace holdfast::api {
namespace {

using testing::HasSubstr;
using testing::Not;

Event event(std::string text, EventKind kind = EventKind::position_created) {
  return {.kind = kind,
          .account = AccountId{"kalshi/main"},
          .at = test::at_s(1),
          .text = std::move(text)};
}

struct Hub : testing::Test {
  Hub() { gate->open(loop.get_executor()); }

  void book(const Event& booked) { ledger.events.push_back({ledger.events.size() + 1, booked}); }
  void tell(const Event& told) {
    hub->publish(told);
    loop.restart();
    loop.poll();
  }
  static std::string heard(net::EventStream& stream) {
    std::string text;
    while (const auto chunk = stream.take()) text += *chunk;
    return text;
  }

  boost::asio::io_context loop;
  test::LedgerContent ledger;
  bool away{};
  std::shared_ptr<Gate> gate = std::make_shared<Gate>();
  std::shared_ptr<EventHub> hub = std::make_shared<EventHub>(
      [this]() -> Result<std::unique_ptr<LedgerReader>> {
        if (away) return fail(Fault::storage, "disk gone");
        return std::make_unique<test::PaperLedger>(ledger);
      },
      gate);
};

TEST_F(Hub, TellsBookedEventsWithTheLedgersIdsInItsOrder) {
  book(event("old"));
  const auto client = hub->join(std::nullopt).value();
  book(event("one"));
  book(event("two"));
  tell(event("one"));
  tell(event("two"));
  const std::string text = heard(*client);
  EXPECT_THAT(text, Not(HasSubstr("old")));
  EXPECT_THAT(text, HasSubstr("id: 2\nevent: position.created\ndata: {\"id\":2,"));
  EXPECT_LT(text.find("\"one\""), text.find("\"two\""));
  // Each was told once, although the first telling found both in the ledger.
  EXPECT_EQ(text.find("\"two\""), text.rfind("\"two\""));
}

TEST_F(Hub, TellsWhatTheLedgerDoesNotKeepWithoutAnId) {
  const auto client = hub->join(std::nullopt).value();
  tell(event("quiet pass", EventKind::sync_completed));
  const std::string text = heard(*client);
  EXPECT_THAT(text, HasSubstr("event: sync.completed\ndata: {\"id\":null,"));
  EXPECT_THAT(text, Not(HasSubstr("id: ")));
}

TEST_F(Hub, ReplaysWhatAClientMissedAndNothingTwice) {
  for (int i = 1; i <= 1200; ++i) book(event("e" + std::to_string(i)));
  const auto first = hub->join(std::nullopt).value();
  const auto client = hub->join(1198).value();
  EXPECT_THAT(heard(*first), Not(HasSubstr("data:")));
  const std::string missed = heard(*client);
  EXPECT_THAT(missed, Not(HasSubstr("e1198\"")));
  EXPECT_THAT(missed, HasSubstr("e1199\""));
  EXPECT_THAT(missed, HasSubstr("id: 1200\n"));
  book(event("next"));
  tell(event("next"));
  EXPECT_THAT(heard(*client), HasSubstr("id: 1201\n"));
}

TEST_F(Hub, WhoWasAwayTooLongIsToldToLoadAnew) {
  for (std::size_t i = 0; i <= EventHub::replay_max; ++i) book(event("e"));
  const std::string text = heard(*hub->join(0).value());
  EXPECT_THAT(text, HasSubstr("event: reset"));
  EXPECT_THAT(text, HasSubstr("id: 5001\n"));
  EXPECT_THAT(text, Not(HasSubstr("position.created")));
}

TEST_F(Hub, AnIdFromAnotherLedgerReplaysNothing) {
  book(event("only"));
  EXPECT_THAT(heard(*hub->join(999).value()), Not(HasSubstr("data:")));
}

TEST_F(Hub, AClientThatLeftIsForgotten) {
  const auto client = hub->join(std::nullopt).value();
  EXPECT_EQ(hub->clients(), 1U);
  client->abandon();
  hub->beat();
  EXPECT_EQ(hub->clients(), 0U);
}

TEST_F(Hub, WhileNobodyListensTheLedgerIsNotReadAndNothingIsLost) {
  const auto gone = hub->join(std::nullopt).value();
  gone->abandon();
  hub->beat();
  book(event("meanwhile"));
  away = true;
  tell(event("meanwhile"));
  away = false;
  EXPECT_THAT(heard(*hub->join(0).value()), HasSubstr("meanwhile"));
}

TEST_F(Hub, ALedgerThatCannotBeReadIsAnErrorForWhoJoins) {
  away = true;
  const auto joined = hub->join(std::nullopt);
  ASSERT_FALSE(joined);
  EXPECT_EQ(joined.error().fault, Fault::storage);
}

TEST_F(Hub, TextFromAVenueCannotEndItsMessage) {
  const std::string text = event_text(7, event("a\n\nevent: case.opened\ndata: {}"));
  EXPECT_EQ(text.find("\n\n"), text.size() - 2);
  EXPECT_THAT(text, Not(HasSubstr("\nevent: case.opened")));
}

}  // namespace
}  // namespace holdfast::api
