"""What each event must do to the ledger, at each venue: worked out by hand.

No figure here comes from a program. The arithmetic stands beside each; where a figure has no end it
is rounded half to even at nine decimals, as the ledger keeps money. pnl_stage.py lets the events
happen in the simulator's world and compares.

A row is one market of its own. `stages` are what people and venues do: the first is there before
Holdfast starts, after each of the others it asks the venue again. `legs` are the positions that must
then be in the ledger, by side where a venue keeps the sides apart: their lives, oldest first, the
causes of their entries in the order of time, the phase of the last life, and what ended it.

What a guess is called is `unknown`: its facts are older than it, and take its place.
"""
from collections import namedtuple

Row = namedtuple("Row", "event name stages legs market")
Leg = namedtuple("Leg", "lives causes phase ended_by")
Life = namedtuple("Life", "quantity cost realized fees funding unpriced")


def row(event, name, stages, legs, **market):
    return Row(event, name, stages, {"": legs} if isinstance(legs, Leg) else legs, market)


def held(quantity, cost, realized="0", fees="0", funding="0", unpriced="0"):
    # of what nothing is priced nobody knows what it brought
    known = None if realized == "0" and unpriced != "0" else realized
    return Life(quantity, cost, known, fees, funding, unpriced)


def ended(realized, fees="0", funding="0", unpriced="0"):
    return held("0", "0", realized, fees, funding, unpriced)


def leg(*lives, causes, phase=None, ended_by=None):
    causes = causes.split()
    end = "redeemed" if causes[-1:] == ["redemption"] else "closed"
    return Leg(list(lives), causes, phase or (end if lives[-1].quantity == "0" else "open"),
               ended_by or causes[-1])


def do(verb, **members):
    return {"do": verb, **members}


# The venue's list of trades shows what was a quarter of an hour ago, and all of it again.
LATE = "the trade list is late, then comes"
LIST_IS_LATE = do("list_is_late")
LIST_COMES = do("list_comes")


def late(name, before, meanwhile, legs, **market):
    """Begins when all other rows are through: the list is late for everybody."""
    return row(LATE, name, [before, [], [], [LIST_IS_LATE, *meanwhile], [LIST_COMES]], legs,
               **market)


def buy(count, price, **more):
    return do("buy", count=count, price=price, **more)


def sell(count, price, **more):
    return do("sell", count=count, price=price, **more)


# Kalshi: one signed position a market, NO below zero; its cost is what the NO contracts cost. A
# taker pays 0.07 x count x p x (1 - p), brought up to 0.0001. Resolution pays by itself; what its
# row calls fee_cost is what the trades have paid already.
KALSHI = [
    row("manual trade", "ten YES",
        [[buy("10", "0.40")]],
        # cost 10 x 0.40; fee 0.07 x 10 x 0.40 x 0.60 = 0.168
        leg(held("10", "4", fees="0.168"), causes="trade")),
    row("manual trade", "twenty NO",
        [[buy("20", "0.30", side="no")]],
        # cost 20 x 0.30; fee 0.07 x 20 x 0.70 x 0.30 = 0.294
        leg(held("-20", "6", fees="0.294"), causes="trade")),
    row("manual trade", "after Holdfast started",
        [[], [buy("10", "0.40")]],
        leg(held("10", "4", fees="0.168"), causes="trade")),
    row("partial sell", "two of seven, bought at two prices",
        [[buy("3", "0.33"), buy("4", "0.35")], [sell("2", "0.50")]],
        # cost 0.99 + 1.40 = 2.39, of which 2/7 = 0.682857142857... leaves with the sale
        # realized 1.00 - 0.682857143; left 2.39 - 0.682857143
        # fees 0.046431 -> 0.0465, 0.0637, 0.0350
        leg(held("5", "1.707142857", realized="0.317142857", fees="0.1452"),
            causes="trade trade trade")),
    row("partial sell", "two of eight NO",
        [[buy("8", "0.25", side="no")], [sell("2", "0.35", side="no")]],
        # 2 x (0.35 - 0.25); left 6 x 0.25; fees 0.07 x 8 x 0.1875 = 0.105 and
        # 0.07 x 2 x 0.65 x 0.35 = 0.03185 -> 0.0319
        leg(held("-6", "1.50", realized="0.20", fees="0.1369"), causes="trade trade")),
    row("flip", "fifteen sold of ten",
        [[buy("10", "0.40")], [sell("15", "0.60")]],
        # ten end at 0.60: 6 - 4; the other five are NO at 0.40: 2.00
        # fees 0.168, and 0.07 x 15 x 0.24 = 0.252, of which ten fifteenths belong to the end
        leg(ended("2", fees="0.336"), held("-5", "2", fees="0.084"), causes="trade trade")),
    row("awaiting result", "the market is closed",
        [[buy("10", "0.40")], [do("set_market", status="closed")]],
        leg(held("10", "4", fees="0.168"), causes="trade", phase="awaiting_result")),
    row("settlement win", "YES",
        [[buy("10", "0.40")], [do("settle", result="yes")]],
        # 10 x 1 - 4
        leg(ended("6", fees="0.168"), causes="trade settlement")),
    row("settlement win", "NO",
        [[buy("8", "0.25", side="no")], [do("settle", result="no")]],
        # 8 x 1 - 2
        leg(ended("6", fees="0.105"), causes="trade settlement")),
    row("settlement win", "what a sale left",
        [[buy("10", "0.40")], [sell("4", "0.55")], [do("settle", result="yes")]],
        # 4 x (0.55 - 0.40) = 0.60, then 6 x (1 - 0.40) = 3.60; fees 0.168 + 0.0693
        leg(ended("4.20", fees="0.2373"), causes="trade trade settlement")),
    row("settlement loss", "YES",
        [[buy("10", "0.40")], [do("settle", result="no")]],
        leg(ended("-4", fees="0.168"), causes="trade settlement")),
    row("settlement loss", "NO",
        [[buy("8", "0.25", side="no")], [do("settle", result="yes")]],
        leg(ended("-2", fees="0.105"), causes="trade settlement")),
    row("void or scalar", "YES at 0.37",
        [[buy("10", "0.40")], [do("settle", result="scalar", value="0.37")]],
        # 10 x 0.37 - 4
        leg(ended("-0.30", fees="0.168"), causes="trade settlement")),
    row("void or scalar", "NO at 0.63",
        [[buy("8", "0.25", side="no")], [do("settle", result="scalar", value="0.37")]],
        # 8 x 0.63 - 2
        leg(ended("3.04", fees="0.105"), causes="trade settlement")),
    # Kalshi's own moment is that of its list that is furthest behind: nothing is taken from a
    # listing before its fills are told of.
    late("ten bought", [], [buy("10", "0.40")],
         leg(held("10", "4", fees="0.168"), causes="trade")),
    late("all of ten sold", [buy("10", "0.40")], [sell("10", "0.55")],
         # 10 x (0.55 - 0.40)
         # fees 0.168 + 0.07 x 10 x 0.55 x 0.45 = 0.17325 -> 0.1733
         leg(ended("1.50", fees="0.3413"), causes="trade trade")),
]

# Kalshi on Solana: YES and NO are tokens of their own, bought in whole contracts; the fee is what
# the ticket says. A token that won waits until it is redeemed.
SOLANA = [
    row("manual trade", "five YES",
        [[buy("5", "0.42", fee="0.09")]],
        {"yes": leg(held("5", "2.10", fees="0.09"), causes="trade")}),
    row("manual trade", "paid in CASH",
        [[buy("5", "0.42", fee="0.09", rail="CASH")]],
        {"yes": leg(held("5", "2.10", fees="0.09"), causes="trade")}, rail="CASH"),
    row("manual trade", "both sides of one market",
        [[buy("5", "0.42", fee="0.09"), buy("3", "0.55", side="no", fee="0.06")]],
        {"yes": leg(held("5", "2.10", fees="0.09"), causes="trade"),
         "no": leg(held("3", "1.65", fees="0.06"), causes="trade")}),
    row("partial sell", "two of five",
        [[buy("5", "0.42", fee="0.09")], [sell("2", "0.50", fee="0.03")]],
        # 2 x (0.50 - 0.42); left 3 x 0.42
        {"yes": leg(held("3", "1.26", realized="0.16", fees="0.12"), causes="trade trade")}),
    row("transfer out", "three of five",
        [[buy("5", "0.42", fee="0.09")], [do("transfer", count="3")]],
        # they take 3/5 of the cost along; nothing is earned
        {"yes": leg(held("2", "0.84", fees="0.09"), causes="trade transfer")}),
    row("transfer out", "all",
        [[buy("5", "0.42", fee="0.09")], [do("transfer", count="5")]],
        {"yes": leg(ended("0", fees="0.09"), causes="trade transfer")}),
    row("awaiting result", "determined, and may still be disputed",
        [[buy("5", "0.42", fee="0.09")], [do("settle", result="no", redemption="pending")]],
        {"yes": leg(held("5", "2.10", fees="0.09"), causes="trade", phase="awaiting_result")}),
    row("settlement win", "waits to be redeemed",
        [[buy("5", "0.42", fee="0.09")], [do("settle", result="yes")]],
        {"yes": leg(held("5", "2.10", fees="0.09"), causes="trade", phase="redeemable")}),
    row("settlement loss", "the token stays in the wallet",
        [[buy("5", "0.42", fee="0.09")], [do("settle", result="no")]],
        # 5 x 0 - 2.10, once
        {"yes": leg(ended("-2.10", fees="0.09"), causes="trade settlement")}),
    row("settlement loss", "and is sent away later",
        [[buy("5", "0.42", fee="0.09")], [do("settle", result="no")], [do("transfer", count="5")]],
        {"yes": leg(ended("-2.10", fees="0.09"), causes="trade settlement")}),
    row("redemption", "the winner",
        [[buy("5", "0.42", fee="0.09")], [do("settle", result="yes")], [do("redeem")]],
        # 5 x 1 - 2.10
        {"yes": leg(ended("2.90", fees="0.09"), causes="trade redemption")}),
    row("void or scalar", "YES redeemed at 0.37",
        [[buy("5", "0.42", fee="0.09")], [do("settle", result="scalar", scalar_bps="3700")],
         [do("redeem")]],
        # 5 x 0.37 - 2.10
        {"yes": leg(ended("-0.25", fees="0.09"), causes="trade redemption")}),
    row("void or scalar", "NO redeemed at 0.63",
        [[buy("5", "0.30", side="no")], [do("settle", result="scalar", scalar_bps="3700")],
         [do("redeem", side="no")]],
        # 5 x 0.63 - 1.50
        {"no": leg(ended("1.65"), causes="trade redemption")}),
    row("cost unknown", "five from outside, two sold",
        [[do("deposit", amount="5")], [sell("2", "0.50", fee="0.03")]],
        # nobody knows what the two cost: they are in no sum
        {"yes": leg(held("3", None, fees="0.03", unpriced="2"), causes="unknown trade")}),
    row("cost unknown", "five from outside, all sold",
        [[do("deposit", amount="5")], [sell("5", "0.50")]],
        {"yes": leg(ended("0", unpriced="5"), causes="unknown trade")}),
    late("five bought", [], [buy("5", "0.42", fee="0.09", at="-300")],
         {"yes": leg(held("5", "2.10", fees="0.09"), causes="trade unknown")}),
    late("five bought, two of them sold", [],
         [buy("5", "0.42", fee="0.09", at="-300"), sell("2", "0.50", fee="0.03", at="-200")],
         # 2 x (0.50 - 0.42); left 3 x 0.42
         {"yes": leg(held("3", "1.26", realized="0.16", fees="0.12"),
                     causes="trade trade unknown")}),
    late("two of five sold", [buy("5", "0.42", fee="0.09")], [sell("2", "0.50", fee="0.03")],
         # order-status says that it was a trade, and not what it cost
         {"yes": leg(held("3", "1.26", realized="0.16", fees="0.12"),
                     causes="trade trade trade")}),
    late("all of five sold", [buy("5", "0.42", fee="0.09")], [sell("5", "0.50", fee="0.05")],
         # 5 x (0.50 - 0.42)
         {"yes": leg(ended("0.40", fees="0.14"), causes="trade trade trade")}),
]

# Polymarket: a taker pays shares x rate x p x (1 - p), cut to five decimals: on top of what it buys,
# out of what it sells. Collateral has six decimals.
POLYMARKET = [
    row("manual trade", "the recorded purchase of 22.84",
        [[buy("22.84", "0.52", leg="yes")]],
        # cost 11.8768; fee 22.84 x 0.05 x 0.52 x 0.48 = 0.2850432 -> 0.28504
        {"yes": leg(held("22.84", "11.8768", fees="0.28504"), causes="trade")}, fee_rate="0.05"),
    row("manual trade", "digits that do not end where the collateral's do",
        [[buy("3.141592", "0.013", leg="yes")]],
        # cost 3.141592 x 0.013 = 0.040840696; fee x 0.05 x 0.987 = 0.002015... -> 0.00201
        {"yes": leg(held("3.141592", "0.040840696", fees="0.00201"), causes="trade")},
        fee_rate="0.05"),
    row("manual trade", "the fee is kept back in shares",
        [[], [buy("5", "0.40", leg="yes")]],
        # 2 were paid. The fee is worth 5 x 0.0355 x 0.24 = 0.0426, which are 0.1065 shares at 0.40
        # cost 4.8935 x 0.40
        {"yes": leg(held("4.8935", "1.9574", fees="0.0426"), causes="trade")},
        fee_rate="0.0355", fee_in_shares=True),
    row("partial sell", "after a fee in shares",
        [[buy("5", "0.40", leg="yes")], [sell("2", "0.50", leg="yes")]],
        # 2 x (0.50 - 0.40); left 2.8935 x 0.40; fees 0.0426 + 2 x 0.0355 x 0.25
        {"yes": leg(held("2.8935", "1.1574", realized="0.20", fees="0.06035"),
                    causes="trade trade")}, fee_rate="0.0355", fee_in_shares=True),
    row("partial sell", "ten of 22.84",
        [[buy("22.84", "0.52", leg="yes")], [sell("10", "0.60", leg="yes")]],
        # 10 x (0.60 - 0.52); left 12.84 x 0.52; fees 0.28504 + 10 x 0.05 x 0.24
        {"yes": leg(held("12.84", "6.6768", realized="0.80", fees="0.40504"),
                    causes="trade trade")}, fee_rate="0.05"),
    row("partial sell", "without fees",
        [[buy("9", "0.30", leg="no")], [sell("2", "0.25", leg="no")]],
        # 2 x (0.25 - 0.30); left 7 x 0.30
        {"no": leg(held("7", "2.10", realized="-0.10"), causes="trade trade")}),
    row("awaiting result", "the market is closed",
        [[buy("10", "0.40", leg="yes")], [do("set_market", closed="true")]],
        {"yes": leg(held("10", "4"), causes="trade", phase="awaiting_result")}),
    row("settlement win", "waits to be redeemed",
        [[buy("10", "0.40", leg="yes")], [do("resolve", first_payout="1")]],
        {"yes": leg(held("10", "4"), causes="trade", phase="redeemable")}),
    row("settlement loss", "the token stays in the wallet",
        [[buy("10", "0.40", leg="yes")], [do("resolve", first_payout="0")]],
        # 10 x 0 - 4, once
        {"yes": leg(ended("-4"), causes="trade settlement")}),
    row("settlement loss", "NO, and it is burnt later",
        [[buy("10", "0.30", leg="no")], [do("resolve", first_payout="1")], [do("redeem")]],
        {"no": leg(ended("-3"), causes="trade settlement")}),
    row("settlement loss", "of both sides one wins",
        [[buy("10", "0.40", leg="yes"), buy("4", "0.55", leg="no")],
         [do("resolve", first_payout="1")], [do("redeem")]],
        # 10 - 4; 0 - 2.20
        {"yes": leg(ended("6"), causes="trade redemption"),
         "no": leg(ended("-2.20"), causes="trade settlement")}),
    row("redemption", "the winner",
        [[buy("10", "0.40", leg="yes")], [do("resolve", first_payout="1")], [do("redeem")]],
        # 10 x 1 - 4
        {"yes": leg(ended("6"), causes="trade redemption")}),
    row("void or scalar", "both sides redeemed at a half",
        [[buy("10", "0.40", leg="yes"), buy("6", "0.70", leg="no")],
         [do("resolve", first_payout="0.5")], [do("redeem")]],
        # 10 x 0.50 - 4, and 6 x 0.50 - 4.20
        {"yes": leg(ended("1"), causes="trade redemption"),
         "no": leg(ended("-1.20"), causes="trade redemption")}),
    row("transfer out", "four of ten",
        [[buy("10", "0.40", leg="yes")], [do("transfer", count="4", leg="yes")]],
        # they take 4/10 of the cost along; nothing is earned
        {"yes": leg(held("6", "2.40"), causes="trade transfer")}),
    row("transfer out", "all",
        [[buy("10", "0.40", leg="yes")], [do("transfer", count="10", leg="yes")]],
        {"yes": leg(ended("0"), causes="trade transfer")}),
    row("conversion", "NO of one of four outcomes",
        [[buy("10", "0.60", leg="no")], [do("convert", count="10", of=["no"])]],
        # each YES counts a quarter of a dollar, NO the rest: 10 x (0.75 - 0.60), and 10 x 0.25
        {"no": leg(ended("1.50"), causes="trade conversion"),
         "yes 2": leg(held("10", "2.50"), causes="conversion"),
         "yes 3": leg(held("10", "2.50"), causes="conversion"),
         "yes 4": leg(held("10", "2.50"), causes="conversion")},
        neg_risk=True, outcomes_of_event=4),
    row("conversion", "NO of two of four, which also brings cash",
        [[buy("8", "0.70", leg="no"), buy("8", "0.80", leg="no 2")],
         [do("convert", count="8", of=["no", "no 2"])]],
        # 8 x (0.75 - 0.70) and 8 x (0.75 - 0.80); 8 x 0.25 each; the other 8 dollars are cash
        {"no": leg(ended("0.40"), causes="trade conversion"),
         "no 2": leg(ended("-0.40"), causes="trade conversion"),
         "yes 3": leg(held("8", "2"), causes="conversion"),
         "yes 4": leg(held("8", "2"), causes="conversion")},
        neg_risk=True, outcomes_of_event=4),
    row("merge and split", "ten of each are merged",
        [[buy("40", "0.60", leg="yes"), buy("10", "0.30", leg="no")], [do("merge", count="10")]],
        # a set is worth 1, half of it on each side: 10 x (0.50 - 0.60) and 10 x (0.50 - 0.30)
        {"yes": leg(held("30", "18", realized="-1"), causes="trade merge"),
         "no": leg(ended("2"), causes="trade merge")}),
    row("merge and split", "ten dollars are split",
        [[], [do("split", count="10")]],
        {"yes": leg(held("10", "5"), causes="split"), "no": leg(held("10", "5"), causes="split")}),
    row("cost unknown", "ten from another wallet, four sold",
        [[do("receive", count="10", leg="yes")], [sell("4", "0.50", leg="yes")]],
        {"yes": leg(held("6", None, unpriced="4"), causes="unknown trade")}),
    row("cost unknown", "ten from another wallet, lost",
        [[do("receive", count="10", leg="yes")], [do("resolve", first_payout="0")]],
        {"yes": leg(ended("0", unpriced="10"), causes="unknown settlement")}),
    late("ten bought", [], [buy("10", "0.40", leg="yes")],
         {"yes": leg(held("10", "4"), causes="trade unknown")}),
    late("all of ten sold", [buy("10", "0.40", leg="yes")], [sell("10", "0.55", leg="yes")],
         # 10 x (0.55 - 0.40)
         {"yes": leg(ended("1.50"), causes="trade trade unknown", ended_by="trade")}),
]

# Pacifica: perpetuals; cost is what the position was opened for. A taker pays 0.04 % of the value.
PACIFICA = [
    row("manual trade", "long",
        [[buy("0.5", "100")]],
        # fee 50 x 0.0004
        leg(held("0.5", "50", fees="0.02"), causes="trade")),
    row("manual trade", "short",
        [[sell("2", "50")]],
        leg(held("-2", "100", fees="0.04"), causes="trade")),
    row("partial sell", "of a long bought at two prices",
        [[buy("3", "10"), buy("1", "11")], [sell("1.5", "12")]],
        # cost 41, of which 1.5/4 = 15.375 leaves; realized 18 - 15.375
        # fees 0.012 + 0.0044 + 0.0072
        leg(held("2.5", "25.625", realized="2.625", fees="0.0236"), causes="trade trade trade")),
    row("partial sell", "of a short",
        [[sell("4", "20")], [buy("1", "18")]],
        # 20 - 18; fees 0.032 + 0.0072
        leg(held("-3", "60", realized="2", fees="0.0392"), causes="trade trade")),
    row("flip", "five sold of two",
        [[buy("2", "100")], [sell("5", "110")]],
        # two end at 110: 20; three are short at 110: 330
        # fees 0.08, and 550 x 0.0004 = 0.22, two fifths of which belong to the end
        leg(ended("20", fees="0.168"), held("-3", "330", fees="0.132"),
            causes="trade trade trade")),
    row("settlement win", "a long of a delisted market",
        [[buy("1", "100")], [do("liquidate", cause="settlement", price="120")]],
        # 120 - 100; fees 0.04 + 0.048
        leg(ended("20", fees="0.088"), causes="trade settlement")),
    row("settlement loss", "a short of a delisted market",
        [[sell("1", "100")], [do("liquidate", cause="settlement", price="120")]],
        leg(ended("-20", fees="0.088"), causes="trade settlement")),
    row("liquidation", "by the market",
        [[buy("2", "100")], [do("liquidate", price="80")]],
        # 2 x (80 - 100); fees 0.08 + 0.064
        leg(ended("-40", fees="0.144"), causes="trade liquidation")),
    row("liquidation", "of a short, by the backstop",
        [[sell("2", "100")],
         [do("liquidate", cause="backstop_liquidation", price="125")]],
        # 2 x (100 - 125); fees 0.08 + 0.1
        leg(ended("-50", fees="0.18"), causes="trade liquidation")),
    row("liquidation", "a winner, deleveraged",
        [[buy("2", "100")], [do("liquidate", cause="adl_liquidation", price="130")]],
        # fees 0.08 + 0.104
        leg(ended("60", fees="0.184"), causes="trade deleveraging")),
    row("funding", "a long pays",
        [[buy("10", "100")], [do("fund", rate="0.0001")], [sell("4", "105")]],
        # 10 x 100 x 0.0001 paid, at the mark; 4 x 5 realized; left 6 x 100
        # fees 0.4 + 0.168
        leg(held("6", "600", realized="20", fees="0.568", funding="-0.1"),
            causes="trade funding trade")),
    row("funding", "a short receives",
        [[sell("10", "100")], [do("fund", rate="0.0001")], [buy("10", "95")]],
        # fees 0.4 + 0.38
        leg(ended("50", fees="0.78", funding="0.1"), causes="trade funding trade")),
    late("two bought, which pay funding", [], [buy("2", "100"), do("fund", rate="0.0001")],
         # cost 2 x 100; fee 200 x 0.0004; funding 200 x 0.0001, paid
         leg(held("2", "200", fees="0.08", funding="-0.02"), causes="trade funding unknown")),
    late("all of two sold", [buy("2", "100")], [sell("2", "110")],
         # 2 x (110 - 100); fees 0.08 + 0.088
         leg(ended("20", fees="0.168"), causes="trade trade unknown", ended_by="trade")),
]

TABLE = {"kalshi": KALSHI, "kalshi_solana": SOLANA, "polymarket": POLYMARKET,
         "pacifica": PACIFICA}
EVENTS = ["manual trade", "partial sell", "flip", "transfer out", "awaiting result",
          "settlement win", "settlement loss", "void or scalar", "redemption", "merge and split",
          "conversion", "liquidation", "funding", "cost unknown", LATE]
TOKENS = "a token cannot be held below zero; its other side is a position of its own"
PAID_IN_FULL = "contracts are paid in full: nothing is owed"
BY_TRADE = "whatever is held came by a trade that the venue lists in the end"
NO_PERPETUAL = "only perpetuals pay funding"
ON_MARGIN = "; perpetuals on margin are another exchange of Kalshi's, which is not read"
NOT_THERE = {
    ("kalshi", "transfer out"): "contracts stay with their member; within it see venues/uncertain.md, K28",
    ("kalshi", "redemption"): "resolution pays by itself",
    ("kalshi", "merge and split"): "YES and NO net into one signed position at once",
    ("kalshi", "conversion"): "there are no tokens",
    ("kalshi", "liquidation"): PAID_IN_FULL + ON_MARGIN,
    ("kalshi", "funding"): NO_PERPETUAL + ON_MARGIN,
    ("kalshi", "cost unknown"): BY_TRADE,
    ("kalshi_solana", "flip"): TOKENS,
    ("kalshi_solana", "merge and split"): "DFlow has no such order",
    ("kalshi_solana", "conversion"): "DFlow has no such order",
    ("kalshi_solana", "liquidation"): PAID_IN_FULL,
    ("kalshi_solana", "funding"): NO_PERPETUAL,
    ("polymarket", "flip"): TOKENS,
    ("polymarket", "liquidation"): PAID_IN_FULL,
    ("polymarket", "funding"): NO_PERPETUAL,
    ("pacifica", "awaiting result"): "a perpetual has no result",
    ("pacifica", "transfer out"): "a perpetual is a contract with the venue: only money moves",
    ("pacifica", "void or scalar"): "a delisted market is settled at a price: see the settlements",
    ("pacifica", "redemption"): "there is no token to turn in",
    ("pacifica", "merge and split"): "there is no set of outcomes",
    ("pacifica", "conversion"): "there is no set of outcomes",
    ("pacifica", "cost unknown"): BY_TRADE,
}
