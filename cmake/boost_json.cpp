// Boost.JSON's bodies, where the compiled library is not installed.
#include <boost/json/src.hpp>
