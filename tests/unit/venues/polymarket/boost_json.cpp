// The bodies of Boost.JSON for this binary: the venue reads its JSON otherwise.
#include <boost/json/src.hpp>
