// A ledger that was closed and opened again after any number of passes goes on as if it had not
// been: the same decisions, the same hash chain.
#include <functional>
#include <future>

#include "ledger/sqlite/open.hpp"
#include "property/for_histories.hpp"
#include "property/history.hpp"
#include "property/history_house.hpp"
#include "support/seeded_entropy.hpp"
#include "support/temp_folder.hpp"

namespace holdfast::property {
namespace {

constexpr std::int64_t passes = 4;

// As accounts of one ledger, for opening one takes its time; few where few are asked for in all.
int histories_together() { return std::clamp(histories_per_run() / 100, 5, 100); }

struct Story {
  History history;
  std::vector<Duration> delays;
  std::int64_t cut{};  // passes before the restart
};

std::vector<Story> some_stories() {
  test::SeededEntropy chance{drawn_seed()};
  std::vector<Story> stories;
  for (int i = 0, together = histories_together(); i < together; ++i) {
    Story story{history_of(chance.below(1ULL << 62U), 1 + chance.below(8), std::to_string(i)),
                {},
                static_cast<std::int64_t>(chance.below(passes + 1))};
    for (std::size_t k = 0; k < story.history.happenings.size(); ++k) {
      story.delays.push_back(std::chrono::seconds{chance.below(2) * chance.below(200)});
    }
    stories.push_back(std::move(story));
  }
  return stories;
}

// Each pass as by an engine that has just begun, so that only the ledger can remember.
void live(Ledger& ledger, test::StillClock& clock, const Story& story, std::int64_t from,
          std::int64_t to) {
  for (std::int64_t pass = from; pass < to; ++pass) {
    HistoryHouse house{story.history, story.delays, clock};
    const auto report = house.pass(ledger, pass * 60);
    if (!report) RC_FAIL(report.error().what);
  }
}

struct Ending {
  std::vector<std::string> heads;
  std::vector<std::map<PositionKey, Position>> open;
  std::vector<std::vector<Case>> cases;
};

Ending ending_of(const std::vector<Story>& stories, bool restarts) {
  const test::TempFolder folder;
  const std::string path = folder.file("ledger.db");
  test::StillClock clock;
  auto ledger = sqlite::open_ledger(path, clock).value();
  for (const Story& story : stories) {
    RC_ASSERT(ledger->open_account(story.history.account, story.history.venue, "owner"));
    live(*ledger, clock, story, 0, restarts ? story.cut : passes);
  }
  if (restarts) {
    ledger.reset();
    ledger = sqlite::open_ledger(path, clock).value();
    for (const Story& story : stories) live(*ledger, clock, story, story.cut, passes);
  }
  Ending ending;
  for (const Story& story : stories) {
    const auto view = ledger->view(story.history.account).value();
    ending.open.push_back(view.open);
    ending.cases.push_back(view.cases);
  }
  ledger.reset();
  const auto reader = sqlite::open_reader(path).value();
  const auto accounts = reader->accounts().value();
  for (const AccountRecord& account : accounts) {
    ending.heads.push_back(account.id.text + " " + account.head);
  }
  RC_ASSERT(reader->verify()->findings.empty());
  return ending;
}

TEST(Restart, AfterAnyPrefixLeavesTheSameLedgerHash) {
  holds_for_histories(histories_together(), [] {
    const auto stories = some_stories();
    auto side_by_side = std::async(std::launch::async, ending_of, std::cref(stories), false);
    const Ending restarted = ending_of(stories, true);
    const Ending through = side_by_side.get();
    RC_ASSERT(through.heads == restarted.heads);
    RC_ASSERT(through.open == restarted.open);
    RC_ASSERT(through.cases == restarted.cases);
    RC_ASSERT(std::ranges::any_of(through.open, [](const auto& open) { return !open.empty(); }));
  });
}

}  // namespace
}  // namespace holdfast::property
