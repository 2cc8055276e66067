#pragma once
// Tests know it by this name.
#include "virtual_time/virtual_clock.hpp"
