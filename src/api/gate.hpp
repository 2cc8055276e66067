#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <mutex>
#include <optional>
#include <utility>

namespace holdfast::api {

// The way onto the server's thread for answers that come from others, perhaps after the server is
// gone: a closed gate lets nothing through. Shared by everybody who may call late.
class Gate {
 public:
  void open(boost::asio::any_io_executor executor) {
    const std::scoped_lock lock{mutex_};
    executor_ = std::move(executor);
  }
  // After it returns nothing more is posted.
  void close() {
    const std::scoped_lock lock{mutex_};
    executor_.reset();
  }
  template <class Work>
  void post(Work work) {
    const std::scoped_lock lock{mutex_};
    if (executor_) boost::asio::post(*executor_, std::move(work));
  }

 private:
  std::mutex mutex_;
  std::optional<boost::asio::any_io_executor> executor_;
};

}  // namespace holdfast::api
