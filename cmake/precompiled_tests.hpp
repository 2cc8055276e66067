// The async set and GoogleTest, whose headers take longer to read than most tests.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "precompiled_async.hpp"
