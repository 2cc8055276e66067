#pragma once
#include <span>

#include "sim/routes.hpp"

namespace holdfast::sim::pacifica {

std::span<const Route> routes();  // below /pacifica/api/v1

}  // namespace holdfast::sim::pacifica
