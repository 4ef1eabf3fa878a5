"""训练、检索、核验三层叠起来：同一批问题里答对、弃答、答错各多少。 | Training, retrieval and checking stacked: how many of the same questions end right, abstained or wrong."""

# Assumed traffic: the model knows, or only the library knows, or nobody does.
KNOWN, LIBRARY, NOBODY = 0.70, 0.20, 0.10
RIGHT_IF_KNOWN = 0.95          # the rest are stubborn errors: it believes them
LUCKY = 0.05                   # a guess about something unknown is right this often
ABSTAIN, OVER = 0.70, 0.05     # after training: of the unknown it declines, of the known it needlessly declines
RECALL, FAITHFUL = 0.90, 0.95  # retrieval finds the evidence; with it the answer is right
CATCH, ALARM = 0.80, 0.05      # a checker, where there is evidence: wrong answers stopped, right ones stopped
assert abs(KNOWN + LIBRARY + NOBODY - 1) < 1e-12


def outcome(train=False, search=False, check=False):
    """Shares (right, abstained, wrong) of all questions."""
    over, abstain = (OVER, ABSTAIN) if train else (0.0, 0.0)
    right = KNOWN * RIGHT_IF_KNOWN * (1 - over)
    wrong = KNOWN * (1 - RIGHT_IF_KNOWN)                                  # believed, so neither declined nor searched for
    found = LIBRARY * RECALL if search else 0.0
    blind = LIBRARY + NOBODY - found
    found_right, found_wrong = found * FAITHFUL, found * (1 - FAITHFUL)
    blind_right, blind_wrong = blind * (1 - abstain) * LUCKY, blind * (1 - abstain) * (1 - LUCKY)
    if check:                                                             # only where evidence was found; elsewhere nothing to hold it against
        found_right, found_wrong = found_right * (1 - ALARM), found_wrong * (1 - CATCH)
    right, wrong = right + found_right + blind_right, wrong + found_wrong + blind_wrong
    return right, max(0.0, round(1 - right - wrong, 12)), wrong


CASES = {"base": {}, "train": {"train": True}, "rag": {"search": True}, "both": {"train": True, "search": True},
         "all": {"train": True, "search": True, "check": True}}
VALUES = {"known": (100 * KNOWN, "%"), "library": (100 * LIBRARY, "%"), "nobody": (100 * NOBODY, "%"), "known_right": (100 * RIGHT_IF_KNOWN, "%"), "lucky": (100 * LUCKY, "%"),
          "abstain": (100 * ABSTAIN, "%"), "over": (100 * OVER, "%"), "recall": (100 * RECALL, "%"), "faithful": (100 * FAITHFUL, "%"),
          "catch": (100 * CATCH, "%"), "alarm": (100 * ALARM, "%"), "stubborn": (100 * KNOWN * (1 - RIGHT_IF_KNOWN), "%")}
for name, options in CASES.items():
    for part, share in zip(("right", "idk", "wrong"), outcome(**options)):
        VALUES[f"{name}_{part}"] = (100 * share, "%")
    VALUES[f"{name}_risk"] = (100 * outcome(**options)[2] / (1 - outcome(**options)[1]), "%")     # wrong among those answered
VALUES["stubborn_share"] = (100 * KNOWN * (1 - RIGHT_IF_KNOWN) / outcome(**CASES["all"])[2], "%")
wrong = {name: outcome(**options)[2] for name, options in CASES.items()}
assert wrong["base"] > wrong["rag"] > wrong["train"] > wrong["both"] > wrong["all"] > KNOWN * (1 - RIGHT_IF_KNOWN)
assert outcome(**CASES["train"])[0] < outcome()[0] < outcome(**CASES["rag"])[0]      # abstaining adds no knowledge; retrieval does
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")
