#pragma once
#include <memory>
#include <mutex>
#include <utility>

#include "ports/replica.hpp"

namespace holdfast {

// The picture that every thread reads, always a whole one. The lock lasts for the copy of a
// pointer. It is no std::atomic<std::shared_ptr>: in libstdc++ 12 a reader of one releases it with
// a relaxed order, which lets the next writer overtake the read.
class ShownReplica {
 public:
  [[nodiscard]] std::shared_ptr<const Replica> get() const {
    const std::lock_guard lock{mutex_};
    return shown_;
  }
  // The picture before ends with the argument, after the lock is free.
  void set(std::shared_ptr<const Replica> next) {
    const std::lock_guard lock{mutex_};
    shown_.swap(next);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Replica> shown_ = std::make_shared<const Replica>();
};

}  // namespace holdfast
