#include "platform/setting_values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "platform/escape_controls.hpp"

namespace holdfast::platform {
namespace {

tl::unexpected<Error> wrong(std::string text) { return fail(Fault::malformed, std::move(text)); }

// What stands there; a long text is not repeated, for it may be a key in the wrong place.
std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 24;
  if (text.size() > longest) return fmt::format("a text of {} characters", text.size());
  return fmt::format("\"{}\"", escape_controls(text));
}

std::string_view kind_text(const TomlValue& value) {
  switch (value.kind) {
    case TomlKind::text:
      return "a text";
    case TomlKind::whole:
      return "a whole number";
    case TomlKind::truth:
      return "true or false";
    case TomlKind::decimal:
      return "a decimal number";
    case TomlKind::list:
      return "a list";
    case TomlKind::empty_table:
      return "an empty table";
    case TomlKind::other:
      return "a date or a time";
  }
  return "something else";
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

template <class Amount>
Result<Amount> as_amount(const TomlValue& value) {
  if (value.kind == TomlKind::decimal) {
    return wrong("is a bare decimal, which is not exact. Put it in quotes: \"0.30\".");
  }
  if (value.kind != TomlKind::text && value.kind != TomlKind::whole) {
    return wrong(
        fmt::format("is {}, not an amount. Write it in quotes: \"0.30\".", kind_text(value)));
  }
  const auto amount = Amount::parse(value.text);
  if (!amount) {
    return wrong(
        fmt::format("is {}, not an exact decimal. Write one like \"0.30\".", quoted(value.text)));
  }
  return *amount;
}

}  // namespace

Result<std::string> as_text(const TomlValue& value) {
  if (value.kind != TomlKind::text) {
    return wrong(fmt::format("is {}, not a text. Put it in quotes.", kind_text(value)));
  }
  return value.text;
}

Result<std::int64_t> as_whole(const TomlValue& value, WholeRange range) {
  const auto fix = fmt::format("Write a whole number from {} to {}.", range.least, range.most);
  if (value.kind != TomlKind::text && value.kind != TomlKind::whole) {
    return wrong(fmt::format("is {}. {}", kind_text(value), fix));
  }
  std::int64_t whole{};
  const auto* const end = value.text.data() + value.text.size();
  const auto [stop, error] = std::from_chars(value.text.data(), end, whole);
  if (error != std::errc{} || stop != end) {
    return wrong(fmt::format("is {}, not a whole number. {}", quoted(value.text), fix));
  }
  if (whole < range.least || whole > range.most) {
    return wrong(fmt::format("is {}. {}", whole, fix));
  }
  return whole;
}

Result<std::vector<std::int64_t>> as_wholes(const TomlValue& value, WholeRange range) {
  if (value.kind != TomlKind::list) {
    return wrong(fmt::format("is {}, not a list. Write one like [0, 1].", kind_text(value)));
  }
  std::vector<std::int64_t> out;
  for (const auto& element : value.list) {
    const auto whole = as_whole(element, range);
    if (!whole) return wrong("has an element that " + whole.error().what);
    out.push_back(*whole);
  }
  return out;
}

Result<std::vector<std::string>> as_texts(const TomlValue& value) {
  std::vector<std::string> out;
  if (value.kind == TomlKind::list) {
    for (const auto& element : value.list) {
      if (element.kind != TomlKind::text) {
        return wrong(
            fmt::format("has an element that is {}. Put each in quotes.", kind_text(element)));
      }
      out.push_back(element.text);
    }
    return out;
  }
  if (value.kind != TomlKind::text) {
    return wrong(
        fmt::format("is {}, not a list. Write one like [\"a\", \"b\"].", kind_text(value)));
  }
  std::string_view rest{value.text};
  while (!rest.empty()) {
    const auto comma = std::min(rest.find(','), rest.size());
    if (const auto part = trimmed(rest.substr(0, comma)); !part.empty()) out.emplace_back(part);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return out;
}

Result<Share> as_share(const TomlValue& value) {
  auto share = as_amount<Share>(value);
  if (share && (share->is_negative() || share->units() > 1'000'000'000)) {
    return wrong(fmt::format("is {}. Write a share from \"0\" to \"1\".", share->text()));
  }
  if (share && share->units() % 1'000'000 != 0) {
    return wrong(fmt::format("is {}. Write at most three digits behind the point.", share->text()));
  }
  return share;
}

Result<Money> as_money(const TomlValue& value) {
  auto money = as_amount<Money>(value);
  if (money && money->is_negative()) {
    return wrong(fmt::format("is {}. Write an amount that is not below zero.", money->text()));
  }
  return money;
}

Result<std::size_t> as_one_of(const TomlValue& value, std::span<const std::string_view> words) {
  const auto found = std::ranges::find(words, value.text);
  if (value.kind == TomlKind::text && found != words.end()) {
    return static_cast<std::size_t>(found - words.begin());
  }
  const auto is = value.kind == TomlKind::text ? quoted(value.text) : std::string{kind_text(value)};
  return wrong(fmt::format("is {}. Write one of: {}.", is, fmt::join(words, ", ")));
}

Result<std::string> as_origin(const TomlValue& value, std::string_view allowed_path) {
  const auto text = as_text(value);
  if (!text) return tl::make_unexpected(text.error());
  const auto url = parse_url(*text);
  if (!url) {
    return wrong(url.error().what + ". Write an address like https://api.example.com.");
  }
  if (!url->path.empty() && url->path != allowed_path) {
    return wrong(fmt::format("has a path behind the host. Write only {}.", url->origin));
  }
  return url->origin;
}

Result<std::string> as_stream_origin(const TomlValue& value) {
  TomlValue web = value;
  if (web.text == "off") return std::string{};
  if (web.text.starts_with("ws")) web.text.replace(0, 2, "http");
  auto origin = as_origin(web, "");
  if (!origin) return origin;
  return "ws" + origin->substr(4);
}

// With a path, where providers put their keys. "off" has no origin.
Result<Url> as_stream_url(const TomlValue& value) {
  const auto text = as_text(value);
  if (!text) return tl::make_unexpected(text.error());
  if (*text == "off") return Url{};
  const auto web = text->starts_with("ws") ? "http" + text->substr(2) : *text;
  auto url = parse_url(web);
  if (!url) return wrong(url.error().what + ". Write an address like wss://rpc.example.com.");
  url->origin = "ws" + url->origin.substr(4);
  return *std::move(url);
}

Result<std::vector<Url>> as_urls(const TomlValue& value) {
  const auto texts = as_texts(value);
  if (!texts) return tl::make_unexpected(texts.error());
  std::vector<Url> out;
  for (const auto& text : *texts) {
    const auto url = parse_url(text);
    if (!url) {
      return wrong(fmt::format("has an address (number {}) that {}. Write https://… ones.",
                               out.size() + 1, url.error().what));
    }
    if (std::ranges::find(out, *url) != out.end()) {
      return wrong(fmt::format("names {} twice, which would count one endpoint as two. Keep one.",
                               shown(*url)));
    }
    out.push_back(*url);
  }
  return out;
}

Result<std::string> as_name(const TomlValue& value) {
  auto name = as_text(value);
  if (!name) return name;
  const bool fits = !name->empty() && name->size() <= 64 && std::ranges::all_of(*name, [](char c) {
    return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_';
  });
  if (fits) return name;
  return wrong(fmt::format("is {}. Use 1 to 64 letters, digits, dots, dashes and underscores.",
                           quoted(*name)));
}

Result<std::string> as_address(const TomlValue& value) {
  auto text = as_text(value);
  if (!text) return text;
  const std::string_view digits =
      std::string_view{*text}.substr(std::min<std::size_t>(2, text->size()));
  const bool has_form =
      text->starts_with("0x") && digits.size() == 40 && std::ranges::all_of(digits, is_hex);
  if (!has_form) {
    // Never repeated: 64 digits here would be somebody's private key.
    return wrong(fmt::format("is no wallet address ({} characters). Write 0x and 40 hex digits.",
                             text->size()));
  }
  if (digits.find_first_not_of('0') == std::string_view::npos) {
    return wrong("is the zero address, which nobody holds. Write your wallet's.");
  }
  return text;
}

Result<std::string> as_solana_address(const TomlValue& value) {
  auto text = as_text(value);
  if (!text) return text;
  constexpr std::string_view letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const bool has_form = text->size() >= 32 && text->size() <= 44 &&
                        text->find_first_not_of(letters) == std::string::npos;
  if (has_form) return text;
  // Never repeated: what is longer may be somebody's private key.
  return wrong(
      fmt::format("is no Solana address ({} characters). Write the 32 to 44 letters and "
                  "digits that a wallet or venue shows as its address.",
                  text->size()));
}

Result<std::string> as_path(const TomlValue& value) {
  auto text = as_text(value);
  if (!text) return text;
  const auto digits = text->starts_with("0x") ? std::string_view{*text}.substr(2) : *text;
  const bool is_key = text->find("-----BEGIN") != std::string::npos ||
                      (digits.size() == 64 && std::ranges::all_of(digits, is_hex));
  if (is_key) {
    return wrong(
        "is a key itself, not the path of a file with it. Save the key in a file with "
        "mode 600 and write its path.");
  }
  const bool fits = !text->empty() && text->size() <= 4096 &&
                    text->find_first_of(std::string_view{"\0\n\r", 3}) == std::string::npos;
  if (!fits) return wrong("is no path. Write the path of a file.");
  return text;
}

Result<std::string> as_key_id(const TomlValue& value) {
  auto text = as_text(value);
  if (!text) return text;
  const bool fits = !text->empty() && text->size() <= 128 && std::ranges::all_of(*text, [](char c) {
    return is_letter_or_digit(c) || c == '-' || c == '_';
  });
  if (fits) return text;
  return wrong(
      fmt::format("is no key id ({} characters). Copy the id that Kalshi shows beside the "
                  "key, like a1b2c3d4-….",
                  text->size()));
}

Result<std::string> as_loopback(const TomlValue& value) {
  auto text = as_text(value);
  if (!text || *text == "127.0.0.1" || *text == "::1") return text;
  return wrong(
      fmt::format("is {}; this version listens on this machine only, for it speaks no "
                  "TLS. Write \"127.0.0.1\" and put a TLS proxy or ssh -L in front.",
                  quoted(*text)));
}

Result<std::vector<std::string>> as_host_names(const TomlValue& value) {
  auto names = as_texts(value);
  if (!names) return names;
  for (const auto& name : *names) {
    const bool fits = !name.empty() && std::ranges::all_of(name, [](char c) {
      return is_letter_or_digit(c) || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
    });
    if (!fits) {
      return wrong(fmt::format("has {}, which is no host name. Write \"name\" or \"name:port\".",
                               quoted(name)));
    }
  }
  return names;
}

}  // namespace holdfast::platform
