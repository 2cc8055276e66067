#include "platform/harden_process.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace holdfast::platform {

Result<void> harden_process() {
  const rlimit none{.rlim_cur = 0, .rlim_max = 0};
  if (::setrlimit(RLIMIT_CORE, &none) != 0 || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
    return fail(Fault::refused,
                "core dumps cannot be switched off, so keys could end up in a file. Run Holdfast "
                "where setrlimit and prctl are allowed.");
  }
  return {};
}

}  // namespace holdfast::platform
