#!/usr/bin/python3
"""Makes the demo's training runs: TensorBoard event files of three simulated trainings, written byte by byte.

Nothing in them is real. Scalars, weight histograms, images, a text and hyperparameters of a small classifier. Run in
this folder; standard library only. The output (runs/*/events.out.tfevents.*) is deterministic and committed.
"""
import math
import os
import random
import struct
import zlib

START = 1767225600 - 7200
STEPS = 2000
RUNS = {  # learning rate, final loss, gap to the validation loss, jitter
    "adamw-3e-4": (3e-4, 0.21, 0.05, 0.03),
    "adamw-3e-3": (3e-3, 0.29, 0.13, 0.09),
    "sgd-1e-2": (1e-2, 0.42, 0.03, 0.02),
}


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def record(data):
    length = struct.pack("<Q", len(data))
    return length + masked(length) + data + masked(data)


def varint(value):
    out = b""
    while True:
        out += bytes([value & 0x7F | (0x80 if value > 0x7F else 0)])
        value >>= 7
        if not value:
            return out


def field(number, value):
    """int: varint, float: fixed64, bytes or str: length-delimited."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, float):
        return varint(number << 3 | 1) + struct.pack("<d", value)
    value = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(value)) + value


def float32(number, value):
    return varint(number << 3 | 5) + struct.pack("<f", value)


def plugin(name, content=b""):
    return field(9, field(1, field(1, name) + (field(2, content) if content else b"")))


def event(wall, step, summary_value):
    return record(field(1, float(wall)) + (field(2, step) if step else b"") + field(5, field(1, summary_value)))


def scalar(tag, value):
    return field(1, tag) + float32(2, value)


def histogram(tag, values, buckets=30):
    low, high = min(values), max(values)
    width = (high - low) / buckets
    counts = [0.0] * buckets
    for value in values:
        counts[min(buckets - 1, int((value - low) / width))] += 1
    packed = lambda numbers: struct.pack(f"<{len(numbers)}d", *numbers)
    histo = (field(1, low) + field(2, high) + field(3, float(len(values))) + field(4, sum(values))
             + field(5, sum(v * v for v in values)) + field(6, packed([low + width * (i + 1) for i in range(buckets)]))
             + field(7, packed(counts)))
    return field(1, tag) + field(5, histo)


def png(cells):
    """A square grey image, eight pixels a cell."""
    size = len(cells) * 8
    rows = b"".join(b"\0" + bytes(int(255 * cells[y // 8][x // 8]) for x in range(size)) for y in range(size))
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    return size, b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def image(tag, cells):
    size, encoded = png(cells)
    return field(1, tag) + field(4, field(1, size) + field(2, size) + field(3, 1) + field(4, encoded))


def text(tag, words):
    return field(1, tag) + plugin("text") + field(8, field(1, 7) + field(2, field(2, field(1, 1))) + field(8, words))


def hparams(values):
    def value(v):
        return field(2, float(v)) if isinstance(v, float) else field(3, v)
    entries = b"".join(field(1, field(1, key) + field(2, value(v))) for key, v in values.items())
    return field(1, "_hparams_/session_start_info") + plugin("hparams", field(3, entries))


def training(name, seed):
    rate, final, gap, jitter = RUNS[name]
    rng = random.Random(seed)
    yield record(field(1, float(START)) + field(3, "brain.Event:2"))
    yield event(START, 0, hparams({"learning_rate": rate, "batch_size": 64.0, "optimizer": name.split("-")[0]}))
    yield event(START, 0, text("notes", f"Simulated. Optimizer {name.split('-')[0]}, learning rate {rate:g}, batches of 64."))
    pace = 0.9 + 0.2 * rng.random()
    for step in range(0, STEPS + 1, 5):
        wall = START + step * pace
        done = 1 - math.exp(-step / (240 if "adamw" in name else 520))
        loss = final + (2.3 - final) * (1 - done) + rng.gauss(0, jitter) * (0.4 + 1 - done)
        if name == "adamw-3e-3" and step == 900:
            loss = 4.1  # one spike that must not vanish
        yield event(wall, step, scalar("loss/train", max(loss, 0.02)))
        if step % 20 == 0:
            yield event(wall, step, scalar("learning_rate", rate * 0.5 * (1 + math.cos(math.pi * step / STEPS))))
        if step % 100 == 0:
            over = gap * (step / STEPS) ** 2 * (2.2 if name == "adamw-3e-3" else 0.6)
            validation = final + gap + over + (2.3 - final) * (1 - done) + rng.gauss(0, jitter / 3)
            yield event(wall, step, scalar("loss/validation", validation))
            yield event(wall, step, scalar("accuracy/validation", max(0.1, 1 - validation / 2.6 + rng.gauss(0, 0.004))))
        if step % 200 == 0:
            spread = 0.05 + 0.16 * done
            yield event(wall, step, histogram("weights/head", [rng.gauss(0.02 * done, spread) for _ in range(800)]))
        if step % 1000 == 0:
            right = 0.1 + 0.85 * done
            yield event(wall, step, image("confusion", [[right if x == y else (1 - right) * rng.random() * 0.5
                                                         for x in range(10)] for y in range(10)]))


if __name__ == "__main__":
    for seed, name in enumerate(RUNS, 1):
        os.makedirs(f"runs/{name}", exist_ok=True)
        with open(f"runs/{name}/events.out.tfevents.{START}.demo", "wb") as out:
            out.write(b"".join(training(name, seed)))
