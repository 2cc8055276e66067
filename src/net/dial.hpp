#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "net/connection.hpp"
#include "net/names.hpp"
#include "net/origin.hpp"
#include "net/tls.hpp"
#include "ports/async.hpp"

namespace holdfast::net {

// Opens connections: name, socket, and for https TLS with the host verified. What HTTP and streams
// share, so that there is one place where a certificate is believed.
class Dial {
 public:
  Dial(boost::asio::any_io_executor executor, Duration connect_within, Duration resolve_again,
       std::string ca_file);

  // Fault::unreachable, or Fault::refused for certificate authorities that cannot be read.
  Async<std::unique_ptr<Connection>> open(Origin origin);

 private:
  Result<std::shared_ptr<TlsTrust>> trusted();

  boost::asio::any_io_executor executor_;
  Duration connect_within_;
  std::string ca_file_;
  Names names_;
  std::shared_ptr<TlsTrust> trust_;
};

}  // namespace holdfast::net
