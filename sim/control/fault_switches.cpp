#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "sim/control/actions.hpp"

namespace holdfast::sim::control {
namespace {

std::string param_text(const boost::json::value& value) {
  if (const auto* text = value.if_string()) return {text->data(), text->size()};
  return boost::json::serialize(value);
}

// "rate" is a decimal between 0 and 1, written as a string.
std::uint32_t chance_of(Fields& fields) {
  const auto rate = fields.maybe_price("rate");
  if (!rate) return 1'000'000;
  if (rate->is_negative() || rate->units() > 1'000'000'000) fields.refuse("rate is within 0..1");
  return static_cast<std::uint32_t>(rate->units() / 1'000);
}

Result<Node> set_one(World& world, const boost::json::value& value, UtcTime now) {
  const auto* object = value.if_object();
  if (object == nullptr) return fail(Fault::malformed, "a fault is a JSON object");
  Fields fields{*object};
  if (const auto id = fields.number("clear", 0); id != 0) {
    if (!world.faults.clear(static_cast<std::uint64_t>(id))) {
      return fail(Fault::refused, "no fault has the id " + std::to_string(id));
    }
    return Node::object({{"cleared", Node::number(id)}});
  }
  if (fields.flag("clear_all", false)) {
    world.faults.clear_all();
    return Node::object({{"cleared", Node::text("all")}});
  }
  const auto name = fields.text("kind");
  const auto kind = fault_kind_from(name);
  if (!kind) fields.refuse("no such kind of fault: " + name);
  SetFault fault{.venue = fields.text("venue", "*"),
                 .endpoint = fields.text("endpoint", "*"),
                 .kind = kind.value_or(FaultKind::timeout),
                 .match = fields.text("match", ""),
                 .skip = fields.number("skip", 0),
                 .chance_ppm = chance_of(fields),
                 .since = now};
  if (const auto count = fields.number("count", -1); count >= 0) fault.count = count;
  if (const auto* params = fields.find("params"); params != nullptr && params->is_object()) {
    for (const auto& param : params->get_object()) {
      fault.params.emplace(std::string{param.key().data(), param.key().size()},
                           param_text(param.value()));
    }
  }
  if (const auto ok = fields.checked(); !ok) return tl::make_unexpected(ok.error());
  const auto id = world.faults.set(std::move(fault));
  return Node::object({{"id", Node::number(static_cast<std::int64_t>(id))}});
}

}  // namespace

Result<Node> set_faults(World& world, std::string_view json, UtcTime now) {
  boost::json::error_code error;
  const auto value = boost::json::parse({json.data(), json.size()}, error);
  if (error) return fail(Fault::malformed, "the body is not JSON: " + error.message());
  if (!value.is_array()) return set_one(world, value, now);
  auto done = Node::list();
  for (const auto& one : value.get_array()) {
    auto set = set_one(world, one, now);
    if (!set) return set;
    done.push(std::move(*set));
  }
  return done;
}

Node fault_list(const World& world) {
  auto rows = Node::list();
  for (const auto& fault : world.faults.all()) {
    auto params = Node::object();
    for (const auto& [name, value] : fault.params) params.set(name, Node::text(value));
    rows.push(Node::object({{"id", Node::number(static_cast<std::int64_t>(fault.id))},
                            {"venue", Node::text(fault.venue)},
                            {"endpoint", Node::text(fault.endpoint)},
                            {"kind", Node::text(name_of(fault.kind))},
                            {"match", Node::text(fault.match)},
                            {"count", fault.count ? Node::number(*fault.count) : Node{}},
                            {"fired", Node::number(static_cast<std::int64_t>(fault.fired))},
                            {"params", std::move(params)}}));
  }
  return Node::object({{"faults", std::move(rows)}});
}

}  // namespace holdfast::sim::control
