"""框架值不值：断点续跑省多少步，重发历史要付多少 token。 | What a framework buys: steps saved by checkpoints, and the token bill of a loop."""

# Steps. Each one dies for reasons outside the model (timeout, restart, deployment) with chance FAIL, independently.
FAIL = 0.02
ALIVE = 1 - FAIL


def restart(n):  # expected steps executed when every failure sends the run back to the start
    return (ALIVE**-n - 1) / FAIL


def resume(n):  # expected steps executed when a failure repeats only the step that failed
    return n / ALIVE


expected = 0.0
for n in range(1, 201):  # any: one more step: E(n) = (E(n-1) + 1) / ALIVE
    expected = (expected + 1) / ALIVE
    assert abs(expected - restart(n)) < 1e-6 * expected

SHORT, MIDDLE, LONG = 10, 50, 200

# Tokens. Every turn sends the whole history; PRICE is what a cached input token costs, as a share of a fresh one.
BASE, TURN, PRICE = 6_000, 1_500, 0.1


def sent(turns):
    return turns * BASE + turns * (turns - 1) // 2 * TURN


def paid(turns):  # each token is fresh once, and cached whenever it is sent again
    fresh = BASE + (turns - 1) * TURN
    return fresh + PRICE * (sent(turns) - fresh)


assert sent(3) == sum(BASE + i * TURN for i in range(3))
FEW, SOME, MANY = 10, 40, 160
even = 2 / PRICE  # turns at which re-reading costs as much as the fresh tokens, leaving BASE aside

# The same SOME turns of work as one context, or as CREW sub-agents of FEW turns under a lead of LEAD turns.
CREW, LEAD = 4, 6
assert CREW * FEW == SOME
split_sent = CREW * sent(FEW) + sent(LEAD)
split_paid = CREW * paid(FEW) + paid(LEAD)
assert split_sent < sent(SOME) and split_paid < paid(SOME)

VALUES = {
    "fail": (100 * FAIL, "%"), "n_short": (SHORT, ""), "n_middle": (MIDDLE, ""), "n_long": (LONG, ""),
    "pass_short": (100 * ALIVE**SHORT, "%"), "pass_middle": (100 * ALIVE**MIDDLE, "%"), "pass_long": (100 * ALIVE**LONG, "%"),
    "again_short": (restart(SHORT), ""), "again_middle": (restart(MIDDLE), ""), "again_long": (restart(LONG), ""),
    "on_short": (resume(SHORT), ""), "on_middle": (resume(MIDDLE), ""), "on_long": (resume(LONG), ""),
    "gain_long": (restart(LONG) / resume(LONG), "x"),
    "base": (BASE, "tokens"), "turn": (TURN, "tokens"), "price": (100 * PRICE, "%"),
    "few": (FEW, ""), "some": (SOME, ""), "many": (MANY, ""),
    "sent_few": (sent(FEW), "tokens"), "sent_some": (sent(SOME), "tokens"), "sent_many": (sent(MANY), "tokens"),
    "paid_few": (paid(FEW), "tokens"), "paid_some": (paid(SOME), "tokens"), "paid_many": (paid(MANY), "tokens"),
    "grow_sent": (sent(MANY) / sent(SOME), "x"), "grow_paid": (paid(MANY) / paid(SOME), "x"), "times": (MANY / SOME, "x"),
    "even": (even, ""), "crew": (CREW, ""), "lead": (LEAD, ""),
    "split_sent": (split_sent, "tokens"), "split_paid": (split_paid, "tokens"),
    "less_sent": (100 * (1 - split_sent / sent(SOME)), "%"), "less_paid": (100 * (1 - split_paid / paid(SOME)), "%"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:12} {number:.6g} {unit}")
