"""Our scripts for 2.42 against Prometheus 2.42 itself: every evaluation is asked of promtool, and must come out as written.

usage: oracle_test.py PROMTOOL SCRIPT...   (scripts whose "# compat:" line lacks 2.42 are passed over)

promtool compares to the last digit, so it is given no expectation: what it "got" is read from its complaint and compared here.
Evaluations that must fail are asked too: promtool says what went wrong with them.
"""
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile

UNITS = {"ms": 1, "s": 1000, "m": 60000, "h": 3600000, "d": 86400000}


def milliseconds(text):
    return 0 if text == "0" else sum(int(n) * UNITS[unit] for n, unit in re.findall(r"(\d+)(ms|[smhd])", text))


def blocks(text):
    """The commands, each with the lines under it."""
    current = []
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            if current:
                yield current
            current = []
        elif current and not re.match(r"(load|eval|clear)\b|eval_", line):
            current.append((number, line))
        else:
            if current:
                yield current
            current = [(number, line)]
    if current:
        yield current


def split_series(line):
    """metric{…} and the values."""
    match = re.match(r'([\w:]*\s*(?:\{(?:[^"}]|"[^"]*")*\})?)\s+(.*)$', line)
    return match.group(1).strip(), match.group(2)


def labels_of(text):
    name, _, rest = text.partition("{")
    labels = dict(re.findall(r'(\w+)="([^"]*)"', rest))
    if name.strip():
        labels["__name__"] = name.strip()
    return tuple(sorted((k, v) for k, v in labels.items() if v))


def number(text):
    return float(text.lower().replace("+inf", "inf"))


def points(text):
    """_ is None; a+bxN is written out."""
    out = []
    for item in text.split():
        match = re.match(r"^(.+?)(?:([+-][\d.e]+))?x(\d+)$", item)
        if item == "_":
            out.append(None)
        elif match:
            out += [number(match.group(1)) + number(match.group(2) or "0") * i for i in range(int(match.group(3)) + 1)]
        else:
            out.append(number(item))
    return out


def same(a, b):
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    return a == b or abs(a - b) < 1e-6 * (abs(a) + abs(b))


def questions(block):
    """[(line, time in ms, expression, expected: {labels: value} or None for a failure)]"""
    line, head = block[0]
    rows = block[1:]
    match = re.match(r"(eval\w*) instant at (\S+) (.*)", head)
    fails = head.startswith("eval_fail")
    if match:
        expected = {}
        for _, row in rows:
            scalar = re.match(r"^[-+]?[\d.einfINFA]+$", row, re.I)
            series, values = ("", row) if scalar else split_series(row)
            expected[labels_of(series)] = points(values)[0]
        return [(line, milliseconds(match.group(2)), match.group(3), None if fails else expected)]
    start, end, step, expression = re.match(r"eval\w* range from (\S+) to (\S+) step (\S+) (.*)", head).groups()
    if re.search(r"(start|end)\(\)", expression):
        return []  # promtool asks instant queries only
    out = []
    for i, t in enumerate(range(milliseconds(start), milliseconds(end) + 1, milliseconds(step))):
        expected = {}
        for _, row in rows:
            series, values = split_series(row)
            value = points(values)
            if i < len(value) and value[i] is not None:
                expected[labels_of(series)] = value[i]
        out.append((line, t, expression, expected))
    return out


def ask(promtool, groups, asked):
    """{(expression, time): {labels: value}}, and what promtool said of those it could not evaluate."""
    document = {"rule_files": [], "evaluation_interval": "1s", "tests": groups}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "scripts.yml"
        path.write_text(json.dumps(document))  # JSON is YAML
        run = subprocess.run([promtool, "test", "rules", str(path)], capture_output=True, text=True, check=False)
    return parse_answers(run.stdout + run.stderr, asked)


def parse_answers(said, asked):
    answers, failures = {}, []
    for expression, time, got in re.findall(r'expr: ("(?:[^"\\]|\\.)*"), time: (\S+),\s*\n\s*exp:[^\n]*\n\s*got:([^\n]*)', said):
        samples = {}
        for series, value in re.findall(r'((?:[\w:]*\{(?:[^"}]|"[^"]*")*\})) (\S+?)(?:, |$)', got.strip()):
            samples[labels_of(series)] = number(value)
        answers[(json.loads(expression), milliseconds(time))] = samples
    for expression, time in re.findall(r'expr: ("(?:[^"\\]|\\.)*"), time: ([^,\s]+), err:', said):
        failures.append((json.loads(expression), milliseconds(time)))
    if not answers and not failures and asked:
        sys.exit(f"promtool did not answer:\n{said}")
    return answers, failures


def check(promtool, path):
    series, step, wrong, total = {}, "1m", 0, 0
    pending = []

    def flush():
        nonlocal wrong, total
        if not pending:
            return
        # Its default step of a subquery is the evaluation interval, and that must be short for it to load all samples.
        tests = [{"expr": e.replace(":]", ":1m]"), "eval_time": f"{t}ms", "exp_samples": [{"labels": "oracle_test", "value": 0}]}
                 for _, t, e, _ in pending]
        group = {"interval": step, "promql_expr_test": tests,
                 "input_series": [{"series": s, "values": v} for s, v in series.items()]}
        answers, failures = ask(promtool, [group], tests)
        for line, t, expression, expected in pending:
            total += 1
            asked = (expression.replace(":]", ":1m]"), t)
            got = None if asked in failures else answers.get(asked, {})
            right = got is None if expected is None else got is not None and got.keys() == expected.keys() and all(
                same(got[k], expected[k]) for k in got)
            if not right:
                wrong += 1
                print(f"{path}:{line}: {expression} at {t} ms: Prometheus says {got}, the script {expected}")
        pending.clear()

    for block in blocks(path.read_text()):
        head = block[0][1]
        if head == "clear":
            flush()
            series = {}
        elif head.startswith("load"):
            flush()
            step = head.split()[1]
            series.update(split_series(row) for _, row in block[1:])
        else:
            pending += questions(block)
    flush()
    return wrong, total


def main():
    promtool, *scripts = sys.argv[1:]
    wrong = total = 0
    for script in map(pathlib.Path, scripts):
        compat = re.search(r"# compat:(.*)", script.read_text())
        if compat and "2.42" in compat.group(1).split():
            bad, asked = check(promtool, script)
            wrong += bad
            total += asked
    print(f"{total} evaluations asked of promtool, {wrong} differ")
    sys.exit(1 if wrong or not total else 0)


if __name__ == "__main__":
    main()
