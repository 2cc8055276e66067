#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace holdfast::net {

// As it stands in an address: "127.0.0.1:8420", "[::1]:8420".
std::string host_port(std::string_view host, std::uint16_t port);

}  // namespace holdfast::net
