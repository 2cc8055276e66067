#pragma once
#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "domain/error.hpp"

namespace holdfast::daemon {

// A program started beside us that ends with us: by stop(), by the destructor, and by the kernel
// when this process dies.
class ChildProcess {
 public:
  // Starts `program` and waits, at most ten seconds, for the first line on its stdout.
  static Result<std::unique_ptr<ChildProcess>> start(const std::string& program,
                                                     const std::vector<std::string>& arguments);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  [[nodiscard]] const std::string& first_line() const { return first_line_; }

 private:
  ChildProcess(pid_t pid, int output) : pid_{pid}, output_{output} {}
  Result<void> read_first_line();

  pid_t pid_;
  int output_;
  std::string first_line_;
};

}  // namespace holdfast::daemon
