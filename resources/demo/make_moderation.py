#!/usr/bin/python3
"""Makes the demo's moderation log: two simulated guard models judge the same prompts over six weeks.

Nothing in it is real. Each prompt has a hidden risk; its label is drawn from it, and each model sees it through noise that
depends on language and length. guard-2.3 is badly calibrated and gets worse when version 5.2 of the app ships, in the
fifth week. Run in this folder; standard library only. The output is deterministic and committed.
"""
import csv
import math
import random

SEED = 11
ROWS = 12_000
END = 1767225600 + 3600 - 5  # as in simulate_serving.py
DAY = 86_400
DAYS = 42
SHIPPED = END - 12 * DAY

# name: share of the prompts, noise of guard-3.0, of guard-2.3
LANGUAGES = {"en": (0.46, 0.7, 1.2), "es": (0.14, 0.8, 1.4), "de": (0.11, 0.8, 1.4), "pt": (0.09, 0.9, 1.5),
             "zh": (0.08, 1.4, 1.9), "tr": (0.06, 1.0, 2.3), "ar": (0.05, 2.3, 3.4), "yo": (0.0006, 2.0, 3.0)}
SOURCES = {"chat app": (0.58, 0.0), "api": (0.27, 0.0), "agent tool call": (0.11, 0.9), "batch": (0.04, 0.2)}


def pick(rng, table):
    return rng.choices(list(table), [value[0] for value in table.values()])[0]


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def rows():
    rng = random.Random(SEED)
    times = sorted(int(END - rng.random() ** 0.9 * DAYS * DAY) for _ in range(ROWS))
    for number, time in enumerate(times, 1):
        language, source = pick(rng, LANGUAGES), pick(rng, SOURCES)
        tokens = max(3, int(rng.lognormvariate(5.1, 1.6)))
        risk = rng.gauss(-2.7, 2.6)
        label = int(rng.random() < sigmoid(risk))
        noise = SOURCES[source][1] + (0.9 if tokens > 4000 else 0)
        _, new, old = LANGUAGES[language]
        late = time >= SHIPPED
        scores = [sigmoid(0.92 * (risk + rng.gauss(0, new + noise))),
                  sigmoid(0.55 * (risk + rng.gauss(0, old + noise + (1.6 if late else 0)))) * 0.97]
        yield [time, 100_000 + number, language, source, tokens, "5.2" if late else "5.1", label] + [f"{s:.5f}" for s in scores]


if __name__ == "__main__":
    with open("moderation.csv", "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["time", "id", "language", "source", "prompt_tokens", "app_version", "label", "guard-3.0_proba",
                         "guard-2.3_proba"])
        writer.writerows(rows())
