#include "books/positions_json.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "books/loose_json.hpp"

namespace holdfast::books {
namespace {

using Kind = LooseJson::Kind;

// The figure that is a claim; the others are beside it.
constexpr std::string_view contracts = ".contracts";

// Reads one row; what is odd about it goes to the book's findings.
class RowReader {
 public:
  RowReader(const std::string& name, const LooseJson& value, std::vector<BookFinding>& findings)
      : name_{name}, value_{value}, findings_{findings} {}

  BookRow read() {
    BookRow row{.market_id = name_, .json = json()};
    row.description = text_of("description");
    row.status = text_of("status");
    if (row.status.empty()) find("status", "no status; taken as open", "");
    if (row.status.empty()) row.status = "open";
    if (const auto id = text_of("market_id"); !id.empty() && id != name_) {
      find("market_id", "differs from the name it is filed under", id);
    }
    row.opened_at = moment_of("opened_at");
    row.strategy = text_of("strategy_id");
    row.mode = mode();
    for (const Leg leg : all_legs) row.legs[leg] = leg_of(std::string{name_of(leg)});
    if (const LooseJson* ids = value_.find("external_ids")) read_ids(*ids, row.ids);
    check_figure("total_fees");
    check_figure("realized_pnl");
    read_trades(row);
    find_repeated(value_, "");
    return row;
  }

 private:
  // At the row, where no value of its own is at fault.
  void find(std::string field, std::string text, std::string raw) {
    find_at(value_, std::move(field), std::move(text), std::move(raw));
  }
  void find_at(const LooseJson& value, std::string field, std::string text, std::string raw,
               bool quarantined = false) {
    findings_.push_back(
        {name_, std::move(field), std::move(text), std::move(raw), value.line, quarantined});
  }

  // The row as written; it always names its market.
  [[nodiscard]] std::string json() const {
    if (value_.find("market_id")) return value_.json();
    LooseJson named = value_;
    named.names.insert(named.names.begin(), "market_id");
    named.elements.insert(named.elements.begin(), LooseJson{.kind = Kind::string, .text = name_});
    return named.json();
  }

  std::string text_of(std::string_view field) {
    const LooseJson* value = value_.find(field);
    if (!value || value->is(Kind::null)) return "";
    if (value->is(Kind::string)) return value->text;
    find(std::string{field}, "should be a text", value->json());
    return "";
  }

  // Of a word that nobody knows the row counts for nothing: it may be no real position.
  std::optional<BookMode> mode() {
    const std::string text = text_of("mode");
    if (text.empty()) return std::nullopt;
    if (text == name_of(BookMode::live)) return BookMode::live;
    if (text != name_of(BookMode::paper)) {
      find_at(value_, "mode", "is neither live nor paper", text.substr(0, 60), true);
    }
    return BookMode::paper;
  }

  std::optional<UtcTime> moment_of(std::string_view field) {
    const std::string text = text_of(field);
    if (text.empty()) return std::nullopt;
    const auto at = parse_rfc3339(text);
    if (at) return *at;
    find(std::string{field}, "is no moment like 2026-11-21T09:44:14Z", text.substr(0, 60));
    return std::nullopt;
  }

  // Null and absence are unknown without being wrong; a number inside quotes is a number.
  std::optional<WideDecimal> figure(const LooseJson& of, const std::string& path,
                                    std::string_view field) {
    const LooseJson* value = of.find(field);
    if (!value || value->is(Kind::null)) return std::nullopt;
    if (value->is(Kind::number) || value->is(Kind::string)) {
      const auto read = WideDecimal::parse(value->text);
      if (read) return *read;
    }
    const std::string raw = value->is(Kind::word) ? value->text : value->json();
    find_at(*value, path, "is no decimal number; shown as unknown", raw.substr(0, 60),
            path.ends_with(contracts));
    return std::nullopt;
  }

  void check_figure(const std::string& field) { figure(value_, field, field); }

  std::optional<LegFigures> leg_of(const std::string& leg) {
    const LooseJson* value = value_.find(leg);
    if (!value || value->is(Kind::null)) return std::nullopt;
    if (!value->is(Kind::object)) {
      find_at(*value, leg, "should be an object with contracts, cost_basis and avg_price",
              value->json().substr(0, 60), true);
      return LegFigures{};
    }
    LegFigures figures{.contracts = figure(*value, leg + ".contracts", "contracts"),
                       .cost_basis = figure(*value, leg + ".cost_basis", "cost_basis"),
                       .avg_price = figure(*value, leg + ".avg_price", "avg_price")};
    if (!figures.contracts && !value->find("contracts")) {
      find_at(*value, leg + ".contracts", "is missing; shown as unknown", "", true);
    }
    if (figures.contracts && figures.contracts->is_negative()) {
      find_at(*value, leg + ".contracts", "is below zero", figures.contracts->text());
    }
    const auto one = WideDecimal::of_units(1, 0);
    if (figures.avg_price && (figures.avg_price->is_negative() || *figures.avg_price > one)) {
      find_at(*value, leg + ".avg_price", "no outcome costs that: a price lies between 0 and 1",
              figures.avg_price->text().substr(0, 60));
    }
    find_repeated(*value, leg + ".");
    return figures;
  }

  std::string id_of(const LooseJson& ids, std::string_view field) {
    const LooseJson* value = ids.find(field);
    if (!value || value->is(Kind::null)) return "";
    // Token ids have 77 digits: a program that wrote one as a number wrote its digits or lost them.
    const bool digits =
        value->is(Kind::number) && value->text.find_first_not_of("0123456789") == std::string::npos;
    if (value->is(Kind::string) || digits) return value->text;
    find("external_ids." + std::string{field}, "should be a text", value->json().substr(0, 100));
    return "";
  }

  void read_ids(const LooseJson& ids, ExternalIds& into) {
    if (ids.is(Kind::null)) return;
    if (!ids.is(Kind::object)) {
      find("external_ids", "should be an object", ids.json().substr(0, 60));
      return;
    }
    into.kalshi_market_ticker = id_of(ids, "kalshi_market_ticker");
    into.poly_asset_yes = id_of(ids, "poly_asset_yes");
    into.poly_asset_no = id_of(ids, "poly_asset_no");
    into.poly_token_id_yes = id_of(ids, "poly_token_id_yes");
    into.poly_token_id_no = id_of(ids, "poly_token_id_no");
    into.poly_condition_id = id_of(ids, "poly_condition_id");
    into.poly_market_slug = id_of(ids, "poly_market_slug");
    if (const LooseJson* accounts = ids.find("account_ids");
        accounts && accounts->is(Kind::object)) {
      into.poly_address = id_of(*accounts, "poly_address");
      into.kalshi_member_id = id_of(*accounts, "kalshi_member_id");
    }
    find_repeated(ids, "external_ids.");
  }

  void read_trades(BookRow& row) {
    const LooseJson* trades = value_.find("trades");
    if (!trades || trades->is(Kind::null)) return;
    if (!trades->is(Kind::array)) {
      find("trades", "should be a list", trades->json().substr(0, 60));
      return;
    }
    for (const LooseJson& trade : trades->elements) {
      if (!trade.is(Kind::object)) {
        find("trades", "holds something that is no trade", trade.json().substr(0, 60));
        continue;
      }
      const auto filled = figure(trade, "trades.filled_contracts", "filled_contracts");
      if (filled && filled->is_negative()) row.sold = true;
      const LooseJson* pending = trade.find("reconciliation_pending");
      if (pending && !pending->is(Kind::null) && pending->text != "false") row.settling = true;
    }
  }

  void find_repeated(const LooseJson& object, const std::string& prefix) {
    std::set<std::string_view> names;
    for (const std::string& field : object.names) {
      if (!names.insert(field).second)
        find(prefix + field, "stands there twice; the last counts", "");
    }
  }

  const std::string& name_;
  const LooseJson& value_;
  std::vector<BookFinding>& findings_;
};

// Nobody knows which of several rows is meant: all are shown, and what each claims is unknown.
void claim_nothing(BookRow& row) {
  for (auto& leg : row.legs.values) {
    if (leg) leg = LegFigures{};
  }
}

}  // namespace

Result<ForeignBook> parse_positions_json(std::string_view text) {
  const auto root = read_loose_json(text);
  if (!root) return tl::make_unexpected(root.error());
  const LooseJson* positions = root->is(Kind::object) ? root->find("positions") : nullptr;
  if (!positions || !positions->is(Kind::object)) {
    return fail(Fault::malformed, "there is no object `positions` at the top");
  }
  return read_positions(*positions);
}

ForeignBook read_positions(const LooseJson& positions) {
  ForeignBook book;
  std::map<std::string_view, int> times;
  for (const std::string& name : positions.names) ++times[name];
  for (std::size_t i = 0; i < positions.names.size(); ++i) {
    const std::string& name = positions.names[i];
    const LooseJson& value = positions.elements[i];
    if (!value.is(Kind::object)) {
      book.findings.push_back({name, "", "is no position: an object should stand here",
                               value.json().substr(0, 60), value.line, true});
      continue;
    }
    book.rows.push_back(RowReader{name, value, book.findings}.read());
    if (times[name] == 1) continue;
    book.findings.push_back({name, "",
                             "the market stands there more than once; none of its rows counts", "",
                             value.line, true});
    claim_nothing(book.rows.back());
  }
  return book;
}

}  // namespace holdfast::books
