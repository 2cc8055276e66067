#include "config_world.hpp"

namespace holdfast::platform {
namespace {

struct Refusal {
  std::string name;
  std::string toml;
  std::string begins;    // where and what
  std::string contains;  // the fix
};

class ConfigRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(ConfigRefusal, NamesFileLineAndFix) {
  const auto error = ConfigWorld::with_toml(GetParam().toml).must_fail();
  EXPECT_EQ(error.what.rfind(GetParam().begins, 0), 0U) << error.what;
  EXPECT_NE(error.what.find(GetParam().contains), std::string::npos) << error.what;
  EXPECT_EQ(error.what.find('\n'), std::string::npos) << error.what;
}

std::string named(const testing::TestParamInfo<Refusal>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Keys, ConfigRefusal,
    testing::Values(
        Refusal{"Unknown", "[sync]\nintervall_s = 3\n", "holdfast.toml:2: sync.intervall_s is not",
                "Did you mean sync.interval_s?"},
        Refusal{"UnknownWithoutLikeness", "\nxylophone = 1\n", "holdfast.toml:2: xylophone",
                "config.md"},
        Refusal{"UnknownInAccount", text_of(kalshi_account, "kee_id = \"x\"\n"),
                "holdfast.toml:6: account.kee_id", "Did you mean key_id?"},
        Refusal{"UnknownSection", "[[acount]]\nname = \"x\"\n", "holdfast.toml:1: [[acount]]",
                "[[account]]"},
        Refusal{"EmptyUnknownSection", "[sink]\n", "holdfast.toml:1: sink", "config.md"},
        Refusal{"SectionThatIsAValue", "http = 1979-05-27\n", "holdfast.toml:1: http is not a key",
                "config.md"},
        Refusal{"SingleAccountTable", "[account]\nname = \"x\"\n", "holdfast.toml:2: [account]",
                "Write [[account]]"},
        Refusal{"SingleBookTable", "[book]\nname = \"x\"\n", "holdfast.toml:2: [book]",
                "Write [[book]]"},
        Refusal{"WordCutByItsLine", "[sync]\ninterval_s = t\n", "holdfast.toml:", R"(saw 't\n')"},
        Refusal{"NotToml", "[http]\nport = \n", "holdfast.toml:2: is not TOML", "Correct the line"},
        Refusal{"WhatTheParserAssertsOn", "[http]\nport = 1\n[[=\n[sync]\n",
                "holdfast.toml:3: is not TOML", "Correct the line"},
        Refusal{"CurlyQuotes", "# “fine” here\n[http]\nbind = “127.0.0.1”\n",
                "holdfast.toml:3: has a letter beyond ASCII", "Retype"},
        Refusal{"SameKeyTwice", "[http]\nport = 1\nport = 2\n", "holdfast.toml:3: is not TOML",
                "port"}),
    named);

INSTANTIATE_TEST_SUITE_P(
    Values, ConfigRefusal,
    testing::Values(
        Refusal{"TextForNumber", "[sync]\ninterval_s = \"soon\"\n",
                "holdfast.toml:2: sync.interval_s is \"soon\"", "whole number from 5 to 86400"},
        Refusal{"NumberForText", "[log]\nlevel = 3\n", "holdfast.toml:2: log.level is a whole",
                "trace, debug, info, warn, error"},
        Refusal{"UnknownWord", "[log]\nlevel = \"loud\"\n",
                "holdfast.toml:2: log.level is \"loud\"", "trace, debug"},
        Refusal{"TooSmall", "[sync]\ninterval_s = 4\n", "holdfast.toml:2: sync.interval_s is 4",
                "from 5"},
        Refusal{"Truth", "[http]\nport = true\n", "holdfast.toml:2: http.port is true or false",
                "from 0 to 65535"},
        Refusal{"PortBeyondRange", "[http]\nport = 65536\n", "holdfast.toml:2: http.port is 65536",
                "from 0 to 65535"},
        Refusal{"BareDecimalShare", "[sync.brake]\nmax_share = 0.30\n",
                "holdfast.toml:2: sync.brake.max_share is a bare decimal", "in quotes"},
        Refusal{"ShareAboveOne", "[sync.brake]\nmax_share = \"1.01\"\n",
                "holdfast.toml:2: sync.brake.max_share is 1.01", "\"0\" to \"1\""},
        Refusal{"ShareTooFine", "[sync.brake]\nmax_share = \"0.1234567891\"\n",
                "holdfast.toml:2: sync.brake.max_share is \"0.1234567891\"", "exact decimal"},
        Refusal{"ShareFinerThanAThousandth", "[sync.brake]\nmax_share = \"0.1235\"\n",
                "holdfast.toml:2: sync.brake.max_share is 0.1235", "three digits"},
        Refusal{"NegativeMoney", "[sync.brake]\nmax_value = \"-1\"\n",
                "holdfast.toml:2: sync.brake.max_value is -1", "not below zero"},
        Refusal{"StaleBeforeTheNextPass", "[sync]\ninterval_s = 200\n",
                "holdfast.toml:2: sync.stale_after_s", "twice the interval"},
        Refusal{"StaleAtOneVenue", "[sync.kalshi]\ninterval_s = 60\nstale_after_s = 60\n",
                "holdfast.toml:3: sync.kalshi.stale_after_s", "twice"},
        Refusal{"OpenBind", "[http]\nbind = \"0.0.0.0\"\n", "holdfast.toml:2: http.bind",
                "127.0.0.1"},
        Refusal{"HostWithScheme", "[http]\nallowed_hosts = [\"https://x\"]\n",
                "holdfast.toml:2: http.allowed_hosts", "name:port"},
        Refusal{"PlainHttpAbroad", "[kalshi]\napi_base = \"http://api.example.com\"\n",
                "holdfast.toml:2: kalshi.api_base is http", "https"},
        Refusal{"HostWithPath", "[polymarket]\ndata_api_base = \"https://x.example/v2\"\n",
                "holdfast.toml:2: polymarket.data_api_base has a path", "https://x.example"},
        Refusal{"EndpointTwice",
                "[chain.polygon]\nendpoints = [\"https://a.example\", \"https://a.example/\"]\n",
                "holdfast.toml:2: chain.polygon.endpoints names https://a.example twice",
                "Keep one"},
        Refusal{"EndpointsTwice",
                "[chain.polygon]\nendpoints = [\"https://a.example\"]\nendpoints_path = \"e\"\n",
                "holdfast.toml:2: chain.polygon.endpoints", "Keep one"},
        Refusal{"BookWithoutName", "[[book]]\npath = \"a\"\n", "holdfast.toml:1: [[book]]", "name"},
        Refusal{"BookOfAnUnknownMode",
                "[[book]]\nname = \"bot\"\npath = \"a\"\nmode = \"backtest\"\n",
                "holdfast.toml:4: book.bot.mode", "paper"},
        Refusal{"BookTwice",
                "[[book]]\nname = \"bot\"\npath = \"a\"\n[[book]]\nname = \"bot\"\npath = \"b\"\n",
                "holdfast.toml:4: book bot exists already, at holdfast.toml:1", "another name"}),
    named);

INSTANTIATE_TEST_SUITE_P(
    Accounts, ConfigRefusal,
    testing::Values(
        Refusal{"UnknownVenue", "[[account]]\nname = \"m\"\nvenue = \"kalshii\"\n",
                "holdfast.toml:3: account.venue is \"kalshii\"",
                "kalshi, kalshi_solana, polymarket, pacifica"},
        Refusal{"SolanaAddress",
                "[[account]]\nname = \"m\"\nvenue = \"kalshi_solana\"\naddress = \"0x12\"\n",
                "holdfast.toml:4: account.kalshi_solana/m.address is no Solana address", "letters"},
        Refusal{"SolanaKey",
                "[[account]]\nname = \"m\"\nvenue = \"kalshi_solana\"\nkey_id = \"abc-123\"\n",
                "holdfast.toml:4: account.kalshi_solana/m.key_id belongs to kalshi", "Remove"},
        Refusal{"TwoPacificaAccountsWithoutAddress",
                "[[account]]\nname = \"m\"\nvenue = \"pacifica\"\n"
                "[[account]]\nname = \"n\"\nvenue = \"pacifica\"\n",
                "holdfast.toml:4: neither pacifica/n nor pacifica/m names its address",
                "Write the address of one"},
        Refusal{"PacificaWithAKey",
                "[[account]]\nname = \"m\"\nvenue = \"pacifica\"\nkey_id = \"k-123\"\n",
                "holdfast.toml:4: account.pacifica/m.key_id belongs to kalshi accounts only",
                "Remove"},
        Refusal{"NoVenue", "[[account]]\nname = \"m\"\n",
                "holdfast.toml:1: account.venue is missing", "kalshi"},
        Refusal{"NoName", "[[account]]\nvenue = \"kalshi\"\n",
                "holdfast.toml:1: account.name is missing", "main"},
        Refusal{"NameWithSlash", "[[account]]\nname = \"a/b\"\nvenue = \"kalshi\"\n",
                "holdfast.toml:2: account.name is \"a/b\"", "letters"},
        Refusal{"SameNameTwice",
                text_of(kalshi_account,
                        "[[account]]\nname = \"main\"\nvenue = \"kalshi\"\nkey_id = \"other\"\n"
                        "private_key_path = \"kalshi.pem\"\n"),
                "holdfast.toml:6: account kalshi/main exists already, at holdfast.toml:1",
                "another name"},
        Refusal{"SameLoginTwice",
                text_of(kalshi_account,
                        "[[account]]\nname = \"two\"\nvenue = \"kalshi\"\nkey_id = \"abc-123\"\n"
                        "private_key_path = \"kalshi.pem\"\n"),
                "holdfast.toml:6: account kalshi/two has the same key_id", "counted twice"},
        Refusal{"SameWalletInOtherLetters",
                "[[account]]\nname = \"a\"\nvenue = \"polymarket\"\n"
                "address = \"0xabcdefabcdefabcdefabcdefabcdefabcdefabcd\"\n"
                "[[account]]\nname = \"b\"\nvenue = \"polymarket\"\n"
                "address = \"0xABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCD\"\n",
                "holdfast.toml:5: account polymarket/b has the same address", "counted twice"},
        Refusal{"ShortAddress",
                "[[account]]\nname = \"m\"\nvenue = \"polymarket\"\naddress = \"0x1\"\n",
                "holdfast.toml:4: account.polymarket/m.address is no wallet address", "40 hex"},
        Refusal{"ZeroAddress",
                "[[account]]\nname = \"m\"\nvenue = \"polymarket\"\n"
                "address = \"0x0000000000000000000000000000000000000000\"\n",
                "holdfast.toml:4: account.polymarket/m.address is the zero address", "your wallet"},
        Refusal{"TwoWithoutAddress",
                "[[account]]\nname = \"m\"\nvenue = \"polymarket\"\n"
                "[[account]]\nname = \"n\"\nvenue = \"polymarket\"\n",
                "holdfast.toml:4: neither polymarket/n nor polymarket/m names its address",
                "Write the address of one"},
        Refusal{"NoKeyId",
                "[[account]]\nname = \"m\"\nvenue = \"kalshi\"\nprivate_key_path = \"k\"\n",
                "holdfast.toml:1: account.kalshi/m.key_id is missing", "Kalshi"},
        Refusal{"NoKeyFile", "[[account]]\nname = \"m\"\nvenue = \"kalshi\"\nkey_id = \"a\"\n",
                "holdfast.toml:1: account.kalshi/m.private_key_path is missing", "key file"},
        Refusal{"KeyFileGone",
                "[[account]]\nname = \"m\"\nvenue = \"kalshi\"\nkey_id = \"a\"\n"
                "private_key_path = \"gone.pem\"\n",
                "holdfast.toml:5: account.kalshi/m.private_key: /srv/bot/gone.pem", "opened"},
        Refusal{"KeyOfTheOtherVenue", text_of(kalshi_account, "funder = \"0x1\"\n"),
                "holdfast.toml:6: account.kalshi/main.funder belongs to polymarket", "Remove"},
        Refusal{"SubaccountBeyondRange", text_of(kalshi_account, "subaccounts = [0, 64]\n"),
                "holdfast.toml:6: account.kalshi/main.subaccounts has an element that is 64",
                "0 to 63"},
        Refusal{"BothPathAndCredential",
                text_of(kalshi_account, "private_key_credential = \"k\"\n"),
                "holdfast.toml:6: account.kalshi/main.private_key_credential and", "Keep one"},
        Refusal{"CredentialWithoutSystemd",
                "[[account]]\nname = \"m\"\nvenue = \"kalshi\"\nkey_id = \"a\"\n"
                "private_key_credential = \"kalshi-key\"\n",
                "holdfast.toml:5: account.kalshi/m.private_key_credential",
                "LoadCredential=kalshi-key"}),
    named);

TEST(ConfigRefusals, NeverRepeatAKeyThatStandsInTheWrongPlace) {
  const std::string key = "0x" + std::string(32, 'c') + std::string(32, 'd');
  for (const auto* const place :
       {"address", "funder", "private_key_path", "key_id", "private_key_credential", "api_base"}) {
    for (const auto* const venue : {"kalshi", "polymarket"}) {
      const auto error = ConfigWorld::with_toml(text_of("[[account]]\nname = \"m\"\nvenue = \"",
                                                        std::string{venue} + "\"\n" + place,
                                                        " = \"" + key + "\"\n"))
                             .must_fail();
      EXPECT_EQ(error.what.find("cccccccc"), std::string::npos) << error.what;
    }
  }
  const auto name = ConfigWorld::with_toml("[[account]]\nname = \"" + key + "/\"\n").must_fail();
  EXPECT_EQ(name.what.find("cccccccc"), std::string::npos) << name.what;
  const auto broken = ConfigWorld::with_toml("key = " + key + "\n").must_fail();
  EXPECT_EQ(broken.what.find("cccccccc"), std::string::npos) << broken.what;
}

TEST(ConfigRefusals, AreAboutCredentialsWhereAKeyIsMissing) {
  auto world = ConfigWorld::with_toml(std::string{kalshi_account});
  world.secrets.clear();
  EXPECT_EQ(world.must_fail().fault, Fault::unauthorised);
  world.secrets["/srv/bot/kalshi.pem"] = "hello";
  const auto error = world.must_fail();
  EXPECT_EQ(error.fault, Fault::unauthorised);
  EXPECT_EQ(error.what.find("hello"), std::string::npos);
  EXPECT_NE(error.what.find("PEM"), std::string::npos);
}

TEST(ConfigRefusals, NameTheFlagOfAnUnknownOverride) {
  ConfigWorld world;
  world.overrides.push_back({"http.prot", "1", "--set"});
  EXPECT_EQ(world.must_fail().what.rfind("--set: http.prot", 0), 0U);
}

}  // namespace
}  // namespace holdfast::platform
