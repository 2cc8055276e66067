#include "platform/key_index.hpp"

#include <gtest/gtest.h>

namespace holdfast::platform {
namespace {

// "abca" and "aXca" agree in length and in all letters that the hash looks at.
constexpr KeyIndex<5> keys{{"size", "abca", "aXca", "", "current_size"}};

TEST(KeyIndex, FindsEachKeyAlsoWhereHashesMeet) {
  static_assert(small_hash("abca") == small_hash("aXca"));
  for (std::size_t place = 0; place < 5; ++place) EXPECT_EQ(keys.find(keys[place]), place);
}

TEST(KeyIndex, SaysOfOtherKeysThatTheyAreNotThere) {
  for (const auto* other : {"aYca", "siz", "sizes", "SIZE", "next_cursor", "\xff"}) {
    EXPECT_EQ(keys.find(other), 5U) << other;
  }
}

}  // namespace
}  // namespace holdfast::platform
