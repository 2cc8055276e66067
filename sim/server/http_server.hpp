#pragma once
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <string>

#include "domain/error.hpp"

namespace holdfast::sim {

class Simulator;

// Serves the simulator on 127.0.0.1, in the io_context's one thread, on the machine's clock. Port 0
// takes a free one; the answer is the port taken. `path_prefix` is put before every target, so that
// one service can have a bare host of its own. The simulator must outlive the io_context's run.
Result<std::uint16_t> serve(boost::asio::io_context& io, Simulator& simulator, std::uint16_t port,
                            std::string path_prefix);

}  // namespace holdfast::sim
