// The bodies of Boost.JSON for this binary: crypto itself reads no JSON.
#include <boost/json/src.hpp>
