#pragma once
#include <boost/json/value.hpp>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "sim/message.hpp"

// Recorded payloads, each put next to what the simulator answers out of its world.
namespace holdfast::sim::test {

struct Said {
  int status{};  // 0: what was said is no HTTP answer
  boost::json::value body;
};
Said said(const Reply& reply);
// A part of it, where a sample shows only that.
Said part(const Reply& reply, std::string_view pointer);

// How one sample is reproduced, or why it is not.
struct Sample {
  std::function<Said()> made;
  // Of what a client says: sends it to the simulator, which must take it.
  std::function<void(const boost::json::value&)> sent;
  // Members that the sample has and today's answer must not have, and the other way round.
  std::set<std::string> gone;
  std::set<std::string> since;
  // Members that are compared by their kind only, and may be null in the answer.
  std::set<std::string> loose;
  // Members that a row has or has not, by what it describes.
  std::set<std::string> varies;
  bool any_order{};  // the sample was written by hand: its order is not the wire's
  std::string not_made;
};
// By file below protocols/samples/<venue>; "file#/pointer" for a part of a file that holds several
// payloads, "file#3" for a line of one. Files that have parts here must have all of them here.
using Samples = std::map<std::string, Sample>;

Sample made(std::function<Said()> how);
Sample sent(std::function<void(const boost::json::value&)> how);
// Not answered by the simulator, for a reason that is said.
Sample left(std::string why);

// Every file is in the table and all of the table is there; each answer has exactly the sample's
// members, of the same types, in all its rows.
void check_samples(const std::string& venue, const Samples& table);

}  // namespace holdfast::sim::test
