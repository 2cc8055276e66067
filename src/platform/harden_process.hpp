#pragma once
#include "domain/error.hpp"

namespace holdfast::platform {

// No core dump and no debugger of the same user: keys stay in this process. Call first in main.
Result<void> harden_process();

}  // namespace holdfast::platform
