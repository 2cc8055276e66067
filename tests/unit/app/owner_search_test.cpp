#include "app/owner_search.hpp"

#include <gtest/gtest.h>

#include "support/run.hpp"

namespace holdfast {
namespace {

using test::run;

// Knows who passes.
class ScriptedProof final : public OwnerProof {
 public:
  std::set<std::string> owners;
  std::optional<Error> fault;
  std::vector<OwnerCandidate> own_hints;
  std::vector<std::string> asked;
  std::string read;

  [[nodiscard]] std::vector<OwnerCandidate> hints() const override { return own_hints; }
  [[nodiscard]] std::string_view fix() const override { return "name the wallet"; }
  Async<bool> is_owner(std::string candidate, const OwnerTraces&, RawTape&) override {
    asked.push_back(candidate);
    if (fault) co_return tl::make_unexpected(*fault);
    co_return owners.contains(candidate);
  }
  Result<void> read_for(const std::string& owner) override {
    read = owner;
    return {};
  }
};

struct SearchTest : testing::Test {
  ScriptedProof venue;
  std::vector<OwnerCandidate> told;
  RawTape tape;

  OwnerSearch search(std::vector<OwnerCandidate> candidates) {
    return {AccountId{"polymarket/main"},
            venue,
            {std::move(candidates), {}},
            [this](const OwnerCandidate& found) -> Result<void> {
              EXPECT_EQ(venue.read, "") << "told before anything is read";
              told.push_back(found);
              return {};
            }};
  }
};

TEST_F(SearchTest, TheOneThatPassesIsToldOnceAndReadFromThenOn) {
  venue.owners = {"b"};
  auto looking = search({{"a", "an account"}, {"b", "a book"}});
  ASSERT_TRUE(run(looking.settle(tape)));
  EXPECT_EQ(told, (std::vector<OwnerCandidate>{{"b", "a book"}}));
  EXPECT_EQ(venue.read, "b");
  ASSERT_TRUE(run(looking.settle(tape)));
  EXPECT_EQ(venue.asked, (std::vector<std::string>{"a", "b"})) << "asked once";
}

TEST_F(SearchTest, NobodyIsTakenWhenNoneOrSeveralPass) {
  for (const std::set<std::string>& owners : {std::set<std::string>{}, {"a", "b"}}) {
    venue.owners = owners;
    const auto found = run(search({{"a", "an account"}, {"b", "a book"}}).settle(tape));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().fault, Fault::identity);
    EXPECT_NE(found.error().what.find("a (an account), b (a book)"), std::string::npos)
        << found.error().what;
    EXPECT_NE(found.error().what.find("name the wallet"), std::string::npos);
  }
  EXPECT_TRUE(told.empty());
  EXPECT_EQ(venue.read, "");
}

TEST_F(SearchTest, WithoutCandidatesTheFixIsSaid) {
  const auto found = run(search({}).find(tape));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().fault, Fault::identity);
  EXPECT_NE(found.error().what.find("name the wallet"), std::string::npos);
}

TEST_F(SearchTest, OneWalletFromTwoPlacesIsOneCandidate) {
  venue.owners = {"a"};
  venue.own_hints = {{"a", "the key's Safe"}};
  const auto found = run(search({{"a", "a book"}}).find(tape));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->source, "a book and the key's Safe");
  EXPECT_EQ(venue.asked.size(), 1U);
}

TEST_F(SearchTest, AVenueThatDoesNotAnswerProvesNothing) {
  venue.owners = {"a"};
  venue.fault = Error{Fault::unreachable, "away"};
  auto looking = search({{"a", "a book"}});
  EXPECT_EQ(run(looking.settle(tape)).error().fault, Fault::unreachable);
  venue.fault.reset();
  EXPECT_TRUE(run(looking.settle(tape))) << "asked again by the next pass";
}

}  // namespace
}  // namespace holdfast
