#include "platform/hide_secrets.hpp"

#include "config_world.hpp"

namespace holdfast::platform {
namespace {

using Keys = std::vector<std::string_view>;

TEST(KeysInUrl, AreItsLongSegmentsAndValues) {
  EXPECT_EQ(keys_in_url("https://polygon.example/v2/0123456789abcdef"), Keys{"0123456789abcdef"});
  EXPECT_EQ(keys_in_url("https://x.example/rpc?key=0123456789abcdef&a=b"),
            Keys{"0123456789abcdef"});
  EXPECT_EQ(keys_in_url("https://x.example?0123456789abcdef"), Keys{"0123456789abcdef"});
  EXPECT_EQ(keys_in_url("https://a-very-long-host-name.example/public"), Keys{});
  EXPECT_EQ(keys_in_url(""), Keys{});
}

class StoppedClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override { return {}; }
  [[nodiscard]] Duration uptime() const override { return {}; }
  boost::asio::awaitable<void> sleep_for(Duration) override { co_return; }
};

TEST(HideSecrets, LeavesNoneOfTheConfigurationsSecretsToTheLog) {
  const std::string wallet_key(64, 'b');
  auto world = ConfigWorld::with_env(
      "KALSHI_API_KEY_ID=abc-123\nKALSHI_PRIVATE_KEY_PATH=kalshi.pem\n" +
      text_of("POLY_FUNDER=", wallet, "\nPOLY_PRIVATE_KEY=0x") + wallet_key +
      "\nDISCORD_WEBHOOK_URL=https://discord.com/api/webhooks/123/canary-discord-token\n"
      "TELEGRAM_BOT_TOKEN=1234567:canary-telegram\n"
      "POLYGON_RPC_URLS=https://one.example/v2/canary-endpoint-key,https://two.example\n");
  const auto config = world.must_load();
  const StoppedClock clock;
  std::string lines;
  Log log{LogLevel::info, LogStyle::plain, clock,
          [&lines](std::string_view line) { lines += line; }};
  hide_secrets(config, log);
  log.info("test", world.files.at("/srv/bot/.env"));
  log.info("test", pem_text);
  for (const auto* const secret :
       {"bbbbbbbb", "canary-d", "canary-t", "canary-e", "1234567:", "QUJDREVG"}) {
    EXPECT_EQ(lines.find(secret), std::string::npos) << secret << " in " << lines;
  }
  EXPECT_NE(lines.find("https://discord.com/api/webhooks/123/***"), std::string::npos) << lines;
  EXPECT_NE(lines.find("https://two.example"), std::string::npos) << lines;
}

}  // namespace
}  // namespace holdfast::platform
