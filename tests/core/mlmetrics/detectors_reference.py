"""Change detectors as their papers state them, without any economy: all values are kept, every figure is computed anew.
Reads {"detector": …, "values": […]} lists from standard input as JSON, writes for each a string of one letter per value:
"." stable, "w" warning, "c" change. The oracle of tst_detectors."""
import json
import math
import sys


def page_hinkley(values, least=30, delta=0.005, threshold=50, forgetting=1 - 0.0001):
    """Page (1954), Mouss et al. (2004), two-sided, with river's forgetting factor."""
    out, seen, ups, downs = "", [], [], []
    for x in values:
        seen.append(x)
        deviation = x - math.fsum(seen) / len(seen)
        ups.append(forgetting * (ups[-1] if ups else 0) + deviation - delta)
        downs.append(forgetting * (downs[-1] if downs else 0) + deviation + delta)
        changed = len(seen) >= least and (ups[-1] - min(ups) > threshold or max(downs) - downs[-1] > threshold)
        out += "c" if changed else "."
        if changed:
            seen, ups, downs = [], [], []
    return out


def ddm(values, least=30):
    """Gama et al. (2004), section 3.1."""
    out, wrong, rows, best = "", 0, 0, (math.inf, 0.0, 0.0)
    for x in values:
        wrong, rows = wrong + x, rows + 1
        if rows <= least:
            out += "."
            continue
        p = wrong / rows
        s = math.sqrt(p * (1 - p) / rows)
        if p + s <= best[0]:
            best = (p + s, p, s)
        state = "c" if p + s > best[1] + 3 * best[2] else "w" if p + s > best[1] + 2 * best[2] else "."
        out += state
        if state == "c":
            wrong, rows, best = 0, 0, (math.inf, 0.0, 0.0)
    return out


def adwin(values, delta=0.002, clock=32, per_size=5, least=5, grace=10):
    """Bifet and Gavalda (2007), ADWIN2: cuts only where buckets of the exponential histogram meet, theorem 3.2's normal
    approximation of epsilon, with river's shortened parts (n - least + 1)."""
    out, window, sizes = "", [], []  # sizes: of buckets, oldest first
    for tick, x in enumerate(values, 1):
        window.append(x)
        sizes.append(1)
        size = 1
        while sizes.count(size) > per_size:
            first = sizes.index(size)
            sizes[first:first + 2] = [2 * size]
            size *= 2
        changed = False
        while tick % clock == 0 and len(window) > grace:
            n = len(window)
            mean = math.fsum(window) / n
            variance = math.fsum((v - mean) ** 2 for v in window) / n
            logarithm = math.log(2 * math.log(n) / delta)
            at, cut = 0, False
            for size in sizes[:-1]:
                at += size
                if at < least or n - at < least:
                    continue
                inverse = 1 / (at - least + 1) + 1 / (n - at - least + 1)
                epsilon = math.sqrt(2 * inverse * variance * logarithm) + 2 / 3 * logarithm * inverse
                if abs(math.fsum(window[:at]) / at - math.fsum(window[at:]) / (n - at)) > epsilon:
                    cut = True
                    break
            if not cut:
                break
            changed = True
            del window[:sizes[0]], sizes[0]
        out += "c" if changed else "."
    return out


kinds = {"page_hinkley": page_hinkley, "ddm": ddm, "adwin": adwin}
json.dump([kinds[one["detector"]](one["values"]) for one in json.load(sys.stdin)], sys.stdout)
