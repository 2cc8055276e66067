#include "net/query_parameter.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace holdfast::net {

std::string parameter(std::string_view name, std::string_view value) {
  const boost::core::string_view plain{value.data(), value.size()};
  return std::string{name} + "=" + boost::urls::encode(plain, boost::urls::unreserved_chars);
}

}  // namespace holdfast::net
