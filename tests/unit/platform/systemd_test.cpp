#include "platform/systemd.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/datagram_protocol.hpp>
#include <filesystem>

namespace holdfast::platform {
namespace {

// What a service manager would hear.
class SupervisorEar {
 public:
  SupervisorEar() {
    std::string pattern = (std::filesystem::temp_directory_path() / "holdfast-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    const auto path = (folder_ / "notify").string();
    socket_.open();
    socket_.bind(boost::asio::local::datagram_protocol::endpoint{path});
    socket_.non_blocking(true);
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }
  ~SupervisorEar() {
    ::unsetenv("NOTIFY_SOCKET");
    std::filesystem::remove_all(folder_);
  }
  SupervisorEar(const SupervisorEar&) = delete;
  SupervisorEar& operator=(const SupervisorEar&) = delete;

  std::string heard() {
    std::array<char, 512> bytes{};
    boost::system::error_code failed;
    const auto got = socket_.receive(boost::asio::buffer(bytes), 0, failed);
    return failed ? "(nothing)" : std::string{bytes.data(), got};
  }

 private:
  std::filesystem::path folder_;
  boost::asio::io_context io_;
  boost::asio::local::datagram_protocol::socket socket_{io_};
};

TEST(Systemd, HearsTheWordsItKnows) {
  SupervisorEar ear;
  notify_ready();
  EXPECT_EQ(ear.heard(), "READY=1");
  notify_watchdog();
  EXPECT_EQ(ear.heard(), "WATCHDOG=1");
  notify_stopping();
  EXPECT_EQ(ear.heard(), "STOPPING=1");
}

TEST(Systemd, HearsAStatusOfOneLineWhateverIsInIt) {
  SupervisorEar ear;
  notify_status("IN AGREEMENT\nREADY=1");
  EXPECT_EQ(ear.heard(), "STATUS=IN AGREEMENT\\nREADY=1");
}

TEST(Systemd, IsLeftAloneWithoutASocket) {
  ::unsetenv("NOTIFY_SOCKET");
  notify_ready();
  notify_status("x");
}

TEST(Systemd, IsTalkedToTwiceWithinItsLimit) {
  ::unsetenv("WATCHDOG_PID");
  ::setenv("WATCHDOG_USEC", "30000000", 1);
  EXPECT_EQ(watchdog_period(), std::chrono::seconds{15});
  ::unsetenv("WATCHDOG_USEC");
  EXPECT_EQ(watchdog_period(), std::nullopt);
}

}  // namespace
}  // namespace holdfast::platform
