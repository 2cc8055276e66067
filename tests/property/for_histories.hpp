#pragma once
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>

#include "support/number_from.hpp"

namespace holdfast::property {

// Ten thousand, or $HOLDFAST_HISTORIES: a sanitizer makes each take many times as long.
inline int histories_per_run() {
  return static_cast<int>(test::number_from("HOLDFAST_HISTORIES", 10'000));
}

// Draws from the whole range at every size, and does not shrink: one seed is as simple as another.
inline std::uint64_t drawn_seed() {
  return *rc::gen::noShrink(rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>()));
}

// A law is tried so often that it has met that many histories, `each` of them in one trial. The
// seed is fixed by RC_PARAMS, which may also ask for more.
template <class Law>
void holds_for_histories(int each, Law law) {
  rc::detail::TestMetadata about;
  about.id = testing::UnitTest::GetInstance()->current_test_info()->name();
  about.description = about.id;
  auto params = rc::detail::configuration().testParams;
  params.maxSuccess = std::max(params.maxSuccess, histories_per_run() / each);
  const auto result = rc::detail::checkTestable(law, about, params);
  if (result.template is<rc::detail::SuccessResult>()) return;
  std::ostringstream words;
  rc::detail::printResultMessage(result, words);
  FAIL() << words.str();
}

}  // namespace holdfast::property
