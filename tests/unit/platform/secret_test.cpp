#include "platform/secret.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <ostream>
#include <type_traits>
#include <utility>

#include "platform/secrets.hpp"

namespace holdfast::platform {
namespace {

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) { out << value; };

static_assert(!Streamable<Secret>);
static_assert(!fmt::is_formattable<Secret>::value);
static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(!std::is_convertible_v<std::string, Secret>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);

TEST(Secret, MovesAndLeavesNothingBehind) {
  Secret one{"canary"};
  Secret two{std::move(one)};
  EXPECT_TRUE(one.empty());  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(two.reveal(), "canary");
  Secret three;
  three = std::move(two);
  EXPECT_EQ(three.reveal(), "canary");
  EXPECT_TRUE(three.equals("canary"));
  EXPECT_FALSE(three.equals("canarx"));
  EXPECT_FALSE(three.equals("canary "));
  EXPECT_TRUE(Secret{}.equals(""));
}

TEST(SecretDeathTest, CannotBeWrittenTo) {
  const Secret secret{"canary"};
  EXPECT_DEATH(*const_cast<char*>(secret.reveal().data()) = 'x', "");
}

TEST(Secret, IsWipedTogetherWithWhatWasThereBefore) {
  std::string text(64, 's');
  text.resize(3);
  const char* const bytes = text.data();
  wipe(text);
  EXPECT_TRUE(text.empty());
  for (std::size_t i = 0; i < 64; ++i) EXPECT_EQ(bytes[i], '\0') << i;
}

TEST(Shortened, ShowsTooLittleToUse) {
  EXPECT_EQ(shortened("0x1234567890123456789012345678901234567890"), "0x1234…7890");
  EXPECT_EQ(shortened("a1b2c3d4-e5f6"), "a1b2…e5f6");
  EXPECT_EQ(shortened("a1b2c3d4"), "***");
  EXPECT_EQ(shortened("0x12345678"), "***");
  EXPECT_EQ(shortened(""), "");
}

class SecretFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "holdfast-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string write(std::string_view content, unsigned mode) {
    const auto path = folder_ / "key";
    std::ofstream{path} << content;
    std::filesystem::permissions(path, static_cast<std::filesystem::perms>(mode));
    return path.string();
  }

  std::filesystem::path folder_;
};

TEST_F(SecretFile, IsReadWhenOnlyItsOwnerCan) {
  for (const unsigned mode : {0600U, 0400U}) {
    const auto secret = read_secret_file(write("canary\n", mode), SecretPlace::user_file);
    ASSERT_TRUE(secret) << secret.error().what;
    EXPECT_EQ(secret->reveal(), "canary\n");
  }
}

TEST_F(SecretFile, IsRefusedWhenOthersCanReadOrChangeIt) {
  for (const unsigned mode : {0640U, 0604U, 0660U, 0620U, 0602U, 0644U, 0777U}) {
    const auto path = write("canary", mode);
    const auto secret = read_secret_file(path, SecretPlace::user_file);
    ASSERT_FALSE(secret) << fmt::format("{:o}", mode);
    EXPECT_EQ(secret.error().fault, Fault::unauthorised);
    EXPECT_NE(secret.error().what.find("chmod 600 " + path), std::string::npos);
    EXPECT_EQ(secret.error().what.find("canary"), std::string::npos);
  }
}

TEST_F(SecretFile, MayShowGroupBitsInTheFolderOfCredentials) {
  EXPECT_TRUE(read_secret_file(write("canary", 0440), SecretPlace::credentials_folder));
  EXPECT_FALSE(read_secret_file(write("canary", 0444), SecretPlace::credentials_folder));
  EXPECT_FALSE(read_secret_file(write("canary", 0460), SecretPlace::credentials_folder));
}

TEST_F(SecretFile, IsJudgedByWhatALinkPointsTo) {
  std::filesystem::create_symlink(write("canary", 0644), folder_ / "link");
  EXPECT_FALSE(read_secret_file((folder_ / "link").string(), SecretPlace::user_file));
}

TEST_F(SecretFile, IsRefusedWhenSomebodyElseOwnsIt) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  const auto path = write("canary", 0600);
  ASSERT_EQ(::chown(path.c_str(), 12345, 12345), 0);
  const auto secret = read_secret_file(path, SecretPlace::user_file);
  ASSERT_FALSE(secret);
  EXPECT_NE(secret.error().what.find("chown"), std::string::npos);
}

TEST_F(SecretFile, IsRefusedWhenItIsNoKeyFile) {
  EXPECT_FALSE(read_secret_file((folder_ / "gone").string(), SecretPlace::user_file));
  EXPECT_FALSE(read_secret_file(folder_.string(), SecretPlace::user_file));
  EXPECT_FALSE(read_secret_file(write("", 0600), SecretPlace::user_file));
  EXPECT_TRUE(read_secret_file(write(std::string(65536, 'x'), 0600), SecretPlace::user_file));
  EXPECT_FALSE(read_secret_file(write(std::string(65537, 'x'), 0600), SecretPlace::user_file));
}

TEST_F(SecretFile, IsNotWaitedForWhenItIsAPipe) {
  const auto path = (folder_ / "pipe").string();
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_FALSE(read_secret_file(path, SecretPlace::user_file));
}

}  // namespace
}  // namespace holdfast::platform
