#include "net/event_stream.hpp"

namespace holdfast::net {

// The callback runs under the lock, so that none is under way once the stream was abandoned: what
// it would wake may be gone by then.
bool EventStream::push(std::shared_ptr<const std::string> bytes) {
  const std::lock_guard lock{mutex_};
  if (closed_) return false;
  const bool full = queue_.size() >= limits_.chunks || bytes_ + bytes->size() > limits_.bytes;
  const bool was_empty = queue_.empty();
  if (full) {
    closed_ = dropped_ = true;
    queue_.clear();
    bytes_ = 0;
  } else {
    bytes_ += bytes->size();
    queue_.push_back(std::move(bytes));
  }
  if (wake_ && (full || was_empty)) wake_();
  return !full;
}

void EventStream::close() {
  const std::lock_guard lock{mutex_};
  if (closed_) return;
  closed_ = true;
  if (wake_) wake_();
}

bool EventStream::open() const {
  const std::lock_guard lock{mutex_};
  return !closed_;
}

void EventStream::attach(std::function<void()> wake) {
  const std::lock_guard lock{mutex_};
  wake_ = std::move(wake);
}

void EventStream::abandon() {
  const std::lock_guard lock{mutex_};
  closed_ = true;
  queue_.clear();
  bytes_ = 0;
  wake_ = nullptr;
}

std::shared_ptr<const std::string> EventStream::take() {
  const std::lock_guard lock{mutex_};
  if (queue_.empty()) return nullptr;
  auto first = std::move(queue_.front());
  queue_.pop_front();
  bytes_ -= first->size();
  return first;
}

bool EventStream::drained() const {
  const std::lock_guard lock{mutex_};
  return closed_ && queue_.empty();
}

bool EventStream::dropped() const {
  const std::lock_guard lock{mutex_};
  return dropped_;
}

}  // namespace holdfast::net
