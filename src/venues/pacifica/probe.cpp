#include <fmt/format.h>

#include "net/printable.hpp"
#include "venues/pacifica/read.hpp"
#include "venues/pacifica/venue.hpp"

namespace holdfast::pacifica {
namespace {

// Base58 of 32 bytes of the hash of a sentence: nobody has its key, so it is nobody's account.
constexpr std::string_view nobody = "FnfvbKPwduQR9tcs6ToSyitp2SZsRAmRJWowkCwWZymP";
constexpr std::string_view rows_asked = "1000";

std::string account_seen(const Result<HttpResponse>& answer) {
  if (!answer) return "not answered: " + answer.error().what;
  return fmt::format("/account of an address nobody has is answered with {}: {}", answer->status,
                     net::printable(answer->body, 120));
}

std::string page_seen(const Result<HttpResponse>& answer) {
  if (!answer) return "not answered: " + answer.error().what;
  if (answer->status != 200) {
    return fmt::format("limit={} is refused with {}: {}", rows_asked, answer->status,
                       net::printable(answer->body, 120));
  }
  const auto page = read_rows(answer->body, "a history", [](JsonValue&) { return Result<void>{}; });
  if (!page) return fmt::format("limit={}: {}", rows_asked, page.error().what);
  const bool more = page->has_more.value_or(false) || !page->next_cursor.empty();
  return fmt::format("limit={} brings {} trades, and {}", rows_asked, page->rows,
                     more ? "more follow: that is the largest page"
                          : "no more follow: the account has too few to see a limit");
}

}  // namespace

Async<std::vector<ProbeFinding>> PacificaVenue::probe(RawTape& tape) {
  std::vector<ProbeFinding> findings;
  const auto account = co_await session_.ask("/account?" + parameter("account", nobody), tape);
  findings.push_back({"A1", account_seen(account)});
  if (config_.address.empty()) co_return findings;
  const auto page = co_await session_.ask(
      "/trades/history?" + account_parameter_ + "&" + parameter("limit", rows_asked), tape);
  findings.push_back({"A9", page_seen(page)});
  co_return findings;
}

}  // namespace holdfast::pacifica
