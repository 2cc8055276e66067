#include "cli/run.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "cli/exit_code.hpp"

namespace holdfast::cli {
namespace {

struct Said {
  int code;
  std::string words;
};

Said say(std::vector<const char*> words) {
  words.insert(words.begin(), "holdfast");
  std::ostringstream out;
  std::ostringstream err;
  Doors doors{.out = out, .err = err};
  const int code = run(static_cast<int>(words.size()), words.data(), std::move(doors));
  EXPECT_EQ(out.str(), "");
  return {code, err.str()};
}

TEST(WrongWords, AnUnknownCommandIsNamed) {
  const Said said = say({"--config", "some.toml", "frobnicate", "it"});
  EXPECT_EQ(said.code, code(ExitCode::usage));
  EXPECT_EQ(said.words,
            "holdfast: there is no command 'frobnicate'; nothing was done. `holdfast --help` lists "
            "them\n");
}

TEST(WrongWords, AWordThatACommandDoesNotTakeNamesItsHelp) {
  for (const auto& words :
       {std::vector{"explain"}, std::vector{"status", "--frob"}, std::vector{"ledger", "frob"}}) {
    const Said said = say(words);
    EXPECT_EQ(said.code, code(ExitCode::usage));
    EXPECT_NE(said.words.find(std::string{"`holdfast "} + words.front() + " --help`"),
              std::string::npos)
        << said.words;
  }
}

}  // namespace
}  // namespace holdfast::cli
