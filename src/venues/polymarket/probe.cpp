#include <fmt/format.h>

#include <algorithm>

#include "net/printable.hpp"
#include "venues/polymarket/pages.hpp"
#include "venues/polymarket/parse.hpp"
#include "venues/polymarket/venue.hpp"

namespace holdfast::polymarket {
namespace {

struct Rows {
  std::size_t all{};
  std::size_t dust{};  // below 0.1 share, the venue's own floor
};

Result<Rows> rows_of(const Result<HttpResponse>& answer, const Holder& holder) {
  if (!answer) return tl::make_unexpected(answer.error());
  if (answer->status != 200) {
    return fail(Fault::refused,
                fmt::format("{}: {}", answer->status, net::printable(answer->body, 120)));
  }
  const auto page = parse_positions(answer->body, holder);
  if (!page) return tl::make_unexpected(page.error());
  const Quantity floor = Quantity::from_units(100'000'000);
  return Rows{.all = page->holdings.size(),
              .dust = static_cast<std::size_t>(std::ranges::count_if(
                  page->holdings,
                  [&](const Holding& row) { return row.quantity && *row.quantity < floor; }))};
}

std::string floor_seen(const Result<Rows>& zero, const Result<Rows>& least) {
  if (!zero) return "filter_amount=0 is not answered with a list: " + zero.error().what;
  if (!least) return "filter_amount=0.000001 is not answered with a list: " + least.error().what;
  const std::string counts = fmt::format(
      "filter_amount=0 lists {} tokens, {} of them below 0.1 share; 0.000001 lists {}, {} of them",
      zero->all, zero->dust, least->all, least->dust);
  if (zero->dust < least->dust) return counts + ": zero is NOT honoured, dust is hidden by it";
  return counts + (zero->dust > 0 ? ": zero switches the floor off"
                                  : ": this wallet has no dust to see it by");
}

std::string retired_seen(const Result<HttpResponse>& answer) {
  if (!answer) return "/positions is not answered: " + answer.error().what;
  return fmt::format("/positions is answered with {}: v1 {}", answer->status,
                     answer->status == 200 ? "is still there" : "is not there");
}

}  // namespace

Async<std::vector<ProbeFinding>> PolymarketVenue::probe(RawTape& tape) {
  std::vector<ProbeFinding> findings;
  if (config_.holder.is_zero()) co_return findings;
  const Holder holder{config_.account, config_.holder};
  const std::string user = parameter("user", config_.holder.lower());
  const auto ask = [&](std::string_view floor) {
    return data_.ask(fmt::format("/v2/positions?{}&status=OPEN&filter_type=TOKENS&filter_amount={}"
                                 "&include_archived=true&limit=1000",
                                 user, floor),
                     tape);
  };
  const auto zero = co_await ask("0");
  const auto least = co_await ask("0.000001");
  findings.push_back({"P1", floor_seen(rows_of(zero, holder), rows_of(least, holder))});
  const auto v1 = co_await data_.ask("/positions?" + user + "&limit=1", tape);
  findings.push_back({"P2", retired_seen(v1)});
  co_return findings;
}

}  // namespace holdfast::polymarket
