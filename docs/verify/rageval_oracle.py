"""三次运行定位失分：闭卷、真实检索、标准证据。 | Three runs that locate the loss: closed book, real retrieval, gold evidence."""
COVERED = 0.80        # share of questions whose evidence is complete in the retrieved context
WITH = 0.85           # right when the evidence is there (with the noise beside it)
WITHOUT = 0.20        # right when it isn't
ORACLE = 0.92         # right when only the gold evidence is given
CLOSED = 0.15         # right with no context at all

end = COVERED * WITH + (1 - COVERED) * WITHOUT
generator = 1 - ORACLE                       # lost even with perfect evidence
missing = (1 - COVERED) * (ORACLE - WITHOUT) # lost because evidence did not arrive
noise = COVERED * (ORACLE - WITH)            # lost although it arrived, among other chunks
assert abs(end + generator + missing + noise - 1) < 1e-12
assert missing > generator > noise and CLOSED < WITHOUT
FOUND = 0.90                                 # better retrieval
better_recall = FOUND * WITH + (1 - FOUND) * WITHOUT
no_noise = COVERED * ORACLE + (1 - COVERED) * WITHOUT    # what arrives is used as well as gold evidence
per_recall, per_answer = WITH - WITHOUT, COVERED         # slopes of the whole in R and in a1
assert better_recall > no_noise and per_recall < per_answer
assert abs(better_recall - end - (FOUND - COVERED) * per_recall) < 1e-12 and abs(no_noise - end - (ORACLE - WITH) * per_answer) < 1e-12

VALUES = {"covered": (100 * COVERED, "%"), "with_ev": (100 * WITH, "%"), "without_ev": (100 * WITHOUT, "%"), "oracle": (100 * ORACLE, "%"),
          "closed": (100 * CLOSED, "%"), "end": (100 * end, "%"), "generator": (100 * generator, "%"), "missing": (100 * missing, "%"),
          "noise": (100 * noise, "%"), "found": (100 * FOUND, "%"),
          "better_recall": (100 * better_recall, "%"), "no_noise": (100 * no_noise, "%"), "per_recall": (per_recall, ""), "per_answer": (per_answer, "")}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
