#!/usr/bin/python3
"""Makes serving.om.txt: an hour of metrics of three simulated language-model servers.

A queueing simulation, not recorded traffic, and the demo says so. Requests arrive as a Poisson process whose rate
follows the hour; a router sends each to the least loaded engine; an engine batches up to MAX_RUNNING requests while
their tokens fit its KV cache, prefills one prompt at a time and slows its decode steps as the batch grows; what
does not fit waits, and over MAX_WAITING is turned away. In the last quarter long prompts arrive ("a customer pastes documents"): the cache fills, requests
queue, and the time to first token climbs over its limit. The hour is the second of two equal ones, so that its end
joins its beginning and it can be played in a loop.

Writes OpenMetrics text, a sample every 5 s, with vLLM's metric names. Needs only the standard library.
"""
import heapq
import random

STEP, HOUR = 5.0, 3600.0
START = 1767225600  # 2026-01-01T00:00:00Z; the program moves the hour to where it is needed
ENGINES = ("vllm-0:8000", "vllm-1:8000", "vllm-2:8000")
MODEL = "demo-llm-8b"
MAX_RUNNING, MAX_WAITING, KV_TOKENS = 128, 24, 72_000
PREFILL_RATE = 9_500.0  # prompt tokens per second of one engine
TTFT = (0.05, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 7.5, 10.0, 15.0)
ITL = (0.01, 0.015, 0.02, 0.025, 0.03, 0.04, 0.05, 0.075, 0.1, 0.2)


class Histogram:
    def __init__(self, edges):
        self.edges, self.counts, self.total, self.sum = edges, [0] * len(edges), 0, 0.0

    def observe(self, value, times=1):
        self.total += times
        self.sum += value * times
        for i, edge in enumerate(self.edges):
            if value <= edge:
                self.counts[i] += times


class Engine:
    def __init__(self, name):
        self.name, self.waiting, self.running, self.kv = name, [], [], 0
        self.prefill_free = 0.0
        self.ttft, self.itl = Histogram(TTFT), Histogram(ITL)
        self.prompt_tokens = self.generated_tokens = 0
        self.finished = {"stop": 0, "length": 0, "abort": 0}

    def admit(self, now):
        while self.waiting and len(self.running) < MAX_RUNNING:
            arrived, prompt, output, reason = self.waiting[0]
            if self.kv + prompt + output > KV_TOKENS and self.running:
                return
            self.waiting.pop(0)
            self.prefill_free = max(self.prefill_free, now) + prompt / PREFILL_RATE
            self.kv += prompt + output
            self.prompt_tokens += prompt
            self.running.append([self.prefill_free, arrived, prompt, output, 0.0, reason, False])

    def decode(self, now, dt, rng):
        decoding = sum(1 for r in self.running if r[0] <= now)
        itl = 0.012 + 0.00014 * decoding + 0.009 * (self.kv / KV_TOKENS) ** 4
        for request in self.running:
            ready, arrived, _, output, done, _, first = request
            if ready > now:
                continue
            if not first:
                self.ttft.observe(max(0.02, ready - arrived) * rng.lognormvariate(0, 0.12))
                request[6] = True
            tokens = min(dt / itl, output - done)
            request[4] = done + tokens
            self.generated_tokens += tokens
            self.itl.observe(itl * rng.lognormvariate(0, 0.3), max(1, round(tokens)))
        finished = [r for r in self.running if r[4] >= r[3] - 1e-6 and r[6]]
        self.running = [r for r in self.running if not (r[4] >= r[3] - 1e-6 and r[6])]
        for request in finished:
            self.kv -= request[2] + request[3]
            self.finished[request[5]] += 1


def arrival_rate(t):
    """Requests per second over all engines; gentle waves, a little more load late in the hour."""
    x = (t % HOUR) / HOUR
    wave = 1.0 + 0.10 * random_wave(x, 3) + 0.06 * random_wave(x, 11)
    return 15.0 * wave * (1.12 if 0.70 < x < 0.995 else 1.0)


def random_wave(x, n):
    import math
    return math.sin(2 * math.pi * n * x + n)


def prompt_length(t, rng):
    x = (t % HOUR) / HOUR
    long_share = min(1.0, max(0.0, (x - 0.72) / 0.06)) if x < 0.995 else 0.0
    if rng.random() < 0.025 + 0.066 * long_share:
        return int(rng.uniform(4_000, 9_000))
    return int(min(3_000, rng.lognormvariate(6.0, 0.7))) + 16


def simulate(rng):
    engines = [Engine(name) for name in ENGINES]
    arrivals, t = [], 0.0
    while t < 2 * HOUR:
        t += rng.expovariate(arrival_rate(t))
        output = int(min(2_048, rng.lognormvariate(5.4, 0.6))) + 8
        reason = "length" if output > 1_200 else "abort" if rng.random() < 0.004 else "stop"
        heapq.heappush(arrivals, (t, prompt_length(t, rng), output, reason))
    dt, now, frames = 0.1, 0.0, []
    for tick in range(int(2 * HOUR / dt)):
        now = tick * dt
        while arrivals and arrivals[0][0] <= now:
            request = heapq.heappop(arrivals)
            target = min(engines, key=lambda e: (len(e.waiting), e.kv * rng.uniform(0.85, 1.15)))
            if len(target.waiting) < MAX_WAITING:
                target.waiting.append(request)
            else:
                target.finished["abort"] += 1
        for engine in engines:
            engine.admit(now)
            engine.decode(now, dt, rng)
        if now >= HOUR and tick % int(STEP / dt) == 0:
            frames.append([snapshot(e) for e in engines])
    return frames


def snapshot(e):
    return {
        "running": len(e.running), "waiting": len(e.waiting), "kv": round(e.kv / KV_TOKENS, 4),
        "prompt": e.prompt_tokens, "generated": int(e.generated_tokens), "finished": dict(e.finished),
        "ttft": (list(e.ttft.counts), e.ttft.total, round(e.ttft.sum, 3)),
        "itl": (list(e.itl.counts), e.itl.total, round(e.itl.sum, 3)),
    }


def write(frames, out):
    def family(name, kind, text):
        out.write(f"# TYPE {name} {kind}\n# HELP {name} {text}\n")

    def samples(name, labels, value):
        for i, frame in enumerate(frames):
            out.write(f"{name}{{{labels}}} {value(frame)} {START + int(i * STEP)}\n")

    def gauge(name, key, text):
        family(name, "gauge", text)
        for n, engine in enumerate(ENGINES):
            samples(name, base(engine), lambda f: f[n][key])

    def counter(name, key, text):
        family(name, "counter", text)
        for n, engine in enumerate(ENGINES):
            samples(name + "_total", base(engine), lambda f: f[n][key] - frames[0][n][key])

    def histogram(name, key, edges, text):
        family(name, "histogram", text)
        for n, engine in enumerate(ENGINES):
            for i, edge in enumerate(edges):
                samples(name + "_bucket", base(engine) + f',le="{edge}"', lambda f: f[n][key][0][i] - frames[0][n][key][0][i])
            samples(name + "_bucket", base(engine) + ',le="+Inf"', lambda f: f[n][key][1] - frames[0][n][key][1])
            samples(name + "_count", base(engine), lambda f: f[n][key][1] - frames[0][n][key][1])
            samples(name + "_sum", base(engine), lambda f: round(f[n][key][2] - frames[0][n][key][2], 3))

    def base(engine):
        return f'instance="{engine}",model_name="{MODEL}"'

    gauge("vllm:num_requests_running", "running", "Requests in the running batch (simulated).")
    gauge("vllm:num_requests_waiting", "waiting", "Requests that wait for a place (simulated).")
    gauge("vllm:kv_cache_usage_perc", "kv", "Share of the KV cache in use, 0 to 1 (simulated).")
    counter("vllm:prompt_tokens", "prompt", "Prompt tokens processed (simulated).")
    counter("vllm:generation_tokens", "generated", "Tokens generated (simulated).")
    family("vllm:request_success", "counter", "Requests finished, by reason (simulated).")
    for n, engine in enumerate(ENGINES):
        for reason in ("stop", "length", "abort"):
            samples("vllm:request_success_total", base(engine) + f',finished_reason="{reason}"',
                    lambda f: f[n]["finished"][reason] - frames[0][n]["finished"][reason])
    histogram("vllm:time_to_first_token_seconds", "ttft", TTFT, "Time to first token in seconds (simulated).")
    histogram("vllm:inter_token_latency_seconds", "itl", ITL, "Time between tokens in seconds (simulated).")
    out.write("# EOF\n")


if __name__ == "__main__":
    with open("serving.om.txt", "w") as output:
        write(simulate(random.Random(42)), output)
