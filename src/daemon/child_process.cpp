#include "daemon/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace holdfast::daemon {
namespace {

constexpr int patience_ms = 10'000;

// Between fork and exec only async-signal-safe calls are allowed.
[[noreturn]] void become(const char* program, char* const* arguments, int output, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(127);  // the parent died before the line above
  ::dup2(output, STDOUT_FILENO);
  ::execv(program, arguments);
  ::_exit(127);
}

}  // namespace

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(
    const std::string& program, const std::vector<std::string>& arguments) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return fail(Fault::storage, std::string{"cannot make a pipe: "} + std::strerror(errno));
  }
  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) become(program.c_str(), argv.data(), ends[1], parent);
  ::close(ends[1]);
  if (pid < 0) {
    ::close(ends[0]);
    return fail(Fault::storage, std::string{"cannot start a process: "} + std::strerror(errno));
  }
  std::unique_ptr<ChildProcess> child{new ChildProcess{pid, ends[0]}};
  if (auto ready = child->read_first_line(); !ready) {
    return fail(ready.error().fault, program + " " + ready.error().what);
  }
  return child;
}

Result<void> ChildProcess::read_first_line() {
  std::array<char, 4096> chunk{};
  for (;;) {
    pollfd wait{.fd = output_, .events = POLLIN, .revents = 0};
    const int ready = ::poll(&wait, 1, patience_ms);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return fail(Fault::unreachable, "said nothing within 10 s");
    const ssize_t count = ::read(output_, chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return fail(Fault::unreachable, "ended before it was ready");
    first_line_.append(chunk.data(), static_cast<std::size_t>(count));
    const auto end = first_line_.find('\n');
    if (end == std::string::npos) continue;
    first_line_.resize(end);
    return {};
  }
}

ChildProcess::~ChildProcess() {
  ::kill(pid_, SIGTERM);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  ::close(output_);
}

}  // namespace holdfast::daemon
