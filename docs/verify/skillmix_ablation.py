"""SFT 配比：Olmo 3 的“基础混合加一类”消融。 | SFT mixing: Olmo 3's ablations, the base mix plus one category."""

# Table 28: instruct SFT on top of OLMo 2; average, then MMLU, BBH, GPQA, MATH, GSM8K, HumanEval+, AlpacaEval, IFEval
COLUMNS = ("mmlu", "bbh", "gpqa", "math", "gsm", "code", "chat", "if")
INSTRUCT = {
    "base": (29.0, 50.0, 29.5, 25.2, 6.6, 30.1, 23.2, 5.8, 61.7),
    "addcode": (28.7, 51.1, 28.8, 25.0, 6.9, 28.2, 26.8, 5.8, 57.3),
    "addflan": (30.3, 51.9, 35.0, 26.8, 6.6, 34.7, 21.3, 5.8, 60.3),
    "addif": (30.7, 51.4, 24.7, 25.5, 7.9, 42.2, 14.6, 5.5, 74.1),
    "addmath": (29.3, 49.9, 23.9, 29.2, 14.2, 39.7, 18.3, 5.4, 54.0),
    "addsafety": (27.0, 51.7, 28.3, 24.8, 6.5, 28.2, 14.0, 6.8, 56.0),
    "addchat": (30.9, 51.9, 30.7, 23.7, 6.9, 32.2, 23.2, 19.2, 59.7),
}
# Table 18: thinking SFT; average, MMLU, BBH, GPQA, Zebra, MATH, HumanEval+, MBPP, AlpacaEval, IFEval
THINK = {
    "base": (39.2, 52.4, 48.7, 31.0, 21.0, 74.6, 35.4, 34.7, 19.0, 35.7),
    "addif": (45.9, 64.1, 55.1, 31.3, 25.1, 74.5, 25.0, 33.9, 34.2, 70.4),
    "addsynthetic": (47.3, 66.5, 54.0, 35.5, 27.8, 82.0, 39.6, 39.7, 26.9, 53.4),
}
# The columns are read right: each printed average is the mean of its row.
for table in (INSTRUCT, THINK):
    for average, *scores in table.values():
        assert abs(sum(scores) / len(scores) - average) < 0.12

base = INSTRUCT["base"]
VALUES = {}
for row, name in (("addmath", "math"), ("addif", "if"), ("addcode", "code"), ("addchat", "chat"), ("addsafety", "safety")):
    for col in ("math", "gsm", "code", "chat", "if"):
        i = 1 + COLUMNS.index(col)
        VALUES[f"{name}_{col}"] = (INSTRUCT[row][i] - base[i], "")
    VALUES[f"{name}_avg"] = (INSTRUCT[row][0] - base[0], "")
VALUES["think_if"] = (THINK["addif"][9] - THINK["base"][9], "")
VALUES["think_if_code"] = (THINK["base"][6] - THINK["addif"][6], "")
VALUES["think_synthetic"] = (THINK["addsynthetic"][0] - THINK["base"][0], "")
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:20} {number:.6g} {unit}")
