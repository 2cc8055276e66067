#include "cli/print/table.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace holdfast::cli {
namespace {

const std::vector<Column> columns{{"NAME"}, {"VALUE", Align::right}};

std::string printed(const std::vector<Line>& rows, TableForm form) {
  std::ostringstream out;
  print_table(out, columns, rows, form);
  return out.str();
}

TEST(Table, StandsInColumnsForPeople) {
  EXPECT_EQ(printed({{std::string{"● agrees"}, std::string{"7"}},
                     {std::string{"x"}, std::string{"1,234"}}},
                    TableForm::aligned),
            "NAME      VALUE\n● agrees      7\nx         1,234\n");
}

TEST(Table, PaintTakesNoRoomAndIsForPeopleOnly) {
  const std::vector<Line> rows{{Cell{"ok", "\x1b[32m"}, std::string{"7"}}};
  EXPECT_EQ(printed(rows, TableForm::aligned), "NAME  VALUE\n\x1b[32mok\x1b[0m        7\n");
  EXPECT_EQ(printed(rows, TableForm::tabs), "NAME\tVALUE\nok\t7\n");
  EXPECT_EQ(printed(rows, TableForm::csv), "NAME,VALUE\r\nok,7\r\n");
}

TEST(Table, NoVenuePaintsATerminal) {
  const std::vector<Line> rows{{std::string{"\x1b[2Jgone"}, std::string{"7"}},
                               {std::string{"\u009b2Jgone \u202egnorw"}, std::string{"8"}}};
  EXPECT_EQ(printed(rows, TableForm::tabs),
            "NAME\tVALUE\n\\x1b[2Jgone\t7\n\\x9b2Jgone \\u202egnorw\t8\n");
  EXPECT_EQ(printed({{std::string{"\x1b[2Jgone"}, std::string{"7"}}}, TableForm::csv),
            "NAME,VALUE\r\n\\x1b[2Jgone,7\r\n");
  EXPECT_EQ(printed({{std::string{"a\nb"}, std::string{"7"}}}, TableForm::aligned),
            "NAME  VALUE\na\\nb      7\n");
}

TEST(Table, NoSheetRunsACell) {
  const auto cell = [](const std::string& text) {
    const std::string sheet = printed({{text, std::string{"7"}}}, TableForm::csv);
    return sheet.substr(12, sheet.size() - 12 - 4);
  };
  EXPECT_EQ(cell("=1+1"), "'=1+1");
  EXPECT_EQ(cell("+1"), "'+1");
  EXPECT_EQ(cell("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(cell("-2+cmd|' /C calc'!A0"), "'-2+cmd|' /C calc'!A0");
  EXPECT_EQ(cell("-"), "'-");
  EXPECT_EQ(cell("-1.2.3"), "'-1.2.3");
  EXPECT_EQ(cell("a,\"b\""), "\"a,\"\"b\"\"\"");
  // What people add up stays a number.
  for (const char* number : {"-2", "-0.05", "12.5"}) EXPECT_EQ(cell(number), number);
}

}  // namespace
}  // namespace holdfast::cli
