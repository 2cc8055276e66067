#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/error.hpp"
#include "domain/time.hpp"

namespace holdfast::net {

using Addresses = std::vector<boost::asio::ip::tcp::endpoint>;

// Names and their addresses. A name once found is answered from memory for ever; an old answer is
// looked up again beside its use, and kept when that fails: an exit never waits for DNS.
class Names {
 public:
  Names(boost::asio::any_io_executor executor, Duration look_again_after);

  // The address that worked last comes first.
  boost::asio::awaitable<Result<Addresses>> find(std::string host, std::uint16_t port);
  // Asks the resolver now and waits for it, for when no known address answers.
  boost::asio::awaitable<Result<Addresses>> find_anew(std::string host, std::uint16_t port);
  void worked(const std::string& host, const boost::asio::ip::tcp::endpoint& address);

 private:
  struct Name;
  using Key = std::pair<std::string, std::uint16_t>;
  std::shared_ptr<Name> name_of(const std::string& host, std::uint16_t port);
  static void look_up(const std::shared_ptr<Name>& name);
  static boost::asio::awaitable<void> wait(std::shared_ptr<Name> name);
  static Result<Addresses> answer(const Name& name);

  boost::asio::any_io_executor executor_;
  Duration look_again_after_;
  std::map<Key, std::shared_ptr<Name>> names_;
};

}  // namespace holdfast::net
