"""An independent writer and reader of event files: messages by protoc from events.proto, framing and checksums in Python.

    event_oracle.py GENERATED write FOLDER      makes one file of each kind there
    event_oracle.py GENERATED read FILE         prints all values, one a line
    event_oracle.py GENERATED count FILE        reads all events and prints how many values there are (for the benchmark)

GENERATED is the folder of events_pb2.py. Doubles are printed as their bits, so that nothing is lost.
"""
import math
import os
import struct
import sys

import numpy

TABLE = []
for i in range(256):
    c = i
    for _ in range(8):
        c = (c >> 1) ^ (0x82F63B78 if c & 1 else 0)
    TABLE.append(c)


def masked(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    crc ^= 0xFFFFFFFF
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    """Sound records, then the problem or None."""
    at, found = 0, []
    while at < len(data):
        if at + 12 > len(data):
            return found, ("truncated", at)
        length, crc = struct.unpack_from("<QI", data, at)
        if masked(data[at : at + 8]) != crc:
            return found, ("length", at)
        if at + 16 + length > len(data):
            return found, ("truncated", at)
        payload = data[at + 12 : at + 12 + length]
        if masked(payload) != struct.unpack_from("<I", data, at + 12 + length)[0]:
            return found, ("data", at)
        found.append(payload)
        at += 16 + length
    return found, None


def framed(payload):
    length = struct.pack("<Q", len(payload))
    return length + struct.pack("<I", masked(length)) + payload + struct.pack("<I", masked(payload))


# ---- reading

CONTENT = {1: "<f4", 2: "<f8", 3: "<i4", 4: "u1", 5: "<i2", 6: "i1", 9: "<i8", 10: "u1", 17: "<u2", 19: "<f2", 22: "<u4", 23: "<u8"}
LISTS = {1: "float_val", 2: "double_val", 3: "int_val", 4: "int_val", 5: "int_val", 6: "int_val", 9: "int64_val", 10: "bool_val",
         14: "half_val", 17: "int_val", 19: "half_val", 22: "uint32_val", 23: "uint64_val"}


def bfloat(bits):
    return numpy.frombuffer((numpy.asarray(bits, dtype=numpy.uint32) << 16).tobytes(), dtype="<f4")


def array(tensor):
    """As tensorflow.make_ndarray; None for types without numbers."""
    shape = [d.size for d in tensor.shape.dim]
    if tensor.dtype == 7:
        return list(tensor.string_val)
    if tensor.dtype not in LISTS:
        return None
    if tensor.content:
        if tensor.dtype == 14:
            values = bfloat(numpy.frombuffer(tensor.content, dtype="<u2"))
        else:
            values = numpy.frombuffer(tensor.content, dtype=CONTENT[tensor.dtype])
    else:
        values = numpy.array(list(getattr(tensor, LISTS[tensor.dtype])))
        if tensor.dtype == 19:
            values = numpy.frombuffer(values.astype("<u2").tobytes(), dtype="<f2")
        elif tensor.dtype == 14:
            values = bfloat(values)
    count = int(numpy.prod(shape, dtype=numpy.int64)) if shape else 1
    if len(values) > count:
        return None
    if len(values) < count:
        values = numpy.pad(values, (0, count - len(values)), "edge") if len(values) else numpy.zeros(count)
    return values.reshape(shape)


def bits(value):
    value = float(value)
    return "nan" if math.isnan(value) else struct.pack("<d", value).hex()


def row(values):
    return ",".join(bits(v) for v in values)


def text(data):
    return data.decode("utf-8", "replace") if isinstance(data, bytes) else data


def word(value):
    kind = value.WhichOneof("kind")
    if kind == "number_value":
        n = value.number_value
        return str(int(n)) if n == int(n) else repr(n)
    if kind == "bool_value":
        return "true" if value.bool_value else "false"
    if kind == "string_value":
        return value.string_value
    if kind == "list_value":
        return "[" + ", ".join(word(v) for v in value.list_value.values) + "]"
    return ""


class Reader:
    def __init__(self, pb):
        self.pb, self.plugins, self.values, self.hparams = pb, {}, [], {}
        self.events = self.bad = self.starts = 0
        self.version = ""

    def event(self, payload):
        try:
            event = self.pb.Event.FromString(payload)
        except Exception:
            self.bad += 1
            return
        self.events += 1
        what = event.WhichOneof("what")
        if what == "file_version" and not self.version:
            self.version = event.file_version
        if what == "session_log" and event.session_log.status == 1:
            self.starts += 1
            if self.starts > 1:
                self.values = [v for v in self.values if v[2] < event.step]
        for value in event.summary.value:
            self.value(event, value)

    def add(self, kind, tag, event, rest):
        self.values.append((kind, tag, event.step, event.wall_time, rest))

    def value(self, event, value):
        tag = value.tag
        if value.HasField("metadata") and not self.plugins.get(tag):
            self.plugins[tag] = value.metadata.plugin.name
        plugin = self.plugins.get(tag, "")
        if value.metadata.plugin.name == "hparams" and value.metadata.plugin.content:
            data = self.pb.HParams.FromString(value.metadata.plugin.content)
            for key, v in data.session_start.hparams.items():
                self.hparams[key] = word(v)
        kind = value.WhichOneof("value")
        if kind == "simple_value":
            self.add("scalar", tag, event, bits(value.simple_value))
        elif kind == "image":
            self.add("image", tag, event, "%d %d %s" % (value.image.width, value.image.height, value.image.encoded.hex()))
        elif kind == "histo":
            h = value.histo
            limits = list(h.bucket_limit)
            if len(limits) == len(h.bucket):
                left = [h.min] + limits[:-1] if limits else []
                right = limits[:-1] + [h.max] if limits else []
                self.add("histogram", tag, event, "|".join([row(left), row(right), row(h.bucket)]))
        elif kind == "tensor":
            self.tensor(plugin, tag, event, array(value.tensor))

    def tensor(self, plugin, tag, event, values):
        if values is None:
            return
        if plugin == "scalars" and not isinstance(values, list) and values.size == 1:
            self.add("scalar", tag, event, bits(values.flat[0]))
        elif plugin == "histograms" and not isinstance(values, list) and values.ndim == 2 and values.shape[1] == 3:
            self.add("histogram", tag, event, "|".join(row(values[:, i]) for i in range(3)))
        elif plugin == "images":
            for i, data in enumerate(values[2:]):
                name = tag if i == 0 else "%s/%d" % (tag, i)
                self.add("image", name, event, "%s %s %s" % (text(values[0]), text(values[1]), data.hex()))
        elif plugin == "text":
            self.add("text", tag, event, "\n".join(text(v) for v in values).encode().hex())
        elif plugin == "pr_curves" and values.ndim == 2 and values.shape[0] == 6:
            n = values.shape[1]
            steps = [i / (n - 1) if n > 1 else 0.0 for i in range(n)]
            self.add("curve", tag, event, "|".join([row(steps)] + [row(values[i]) for i in range(6)]))


def read(pb, path):
    with open(path, "rb") as file:
        payloads, problem = records(file.read())
    reader = Reader(pb)
    for payload in payloads:
        reader.event(payload)
    print("version", reader.version.encode().hex())
    print("events", reader.events, reader.bad)
    print("framing", "%s %d" % problem if problem else "ok")
    for key in sorted(reader.hparams, key=lambda k: k.encode()):
        print("hparam", key.encode().hex(), reader.hparams[key].encode().hex())
    order = {"scalar": 0, "histogram": 1, "image": 2, "text": 3, "curve": 4}
    for kind, tag, step, wall, rest in sorted(reader.values, key=lambda v: (order[v[0]], v[1].encode())):
        print(kind, tag.encode().hex() or "-", step, bits(wall), rest)


def count(pb, path):
    with open(path, "rb") as file:
        data = file.read()
    at = values = 0
    while at + 12 <= len(data):  # without checksums: in Python these alone take a hundred times longer
        (length,) = struct.unpack_from("<Q", data, at)
        event = pb.Event.FromString(data[at + 12 : at + 12 + length])
        values += sum(v.HasField("simple_value") for v in event.summary.value)
        at += 16 + length
    print(values)


# ---- writing


class Writer:
    def __init__(self, pb, folder, name):
        os.makedirs(folder, exist_ok=True)
        self.pb = pb
        self.file = open(os.path.join(folder, name), "wb")
        self.event(0, 1700000000.25, file_version="brain.Event:2")

    def event(self, step, wall, **what):
        self.file.write(framed(self.pb.Event(step=step, wall_time=wall, **what).SerializeToString()))

    def summary(self, step, wall, *values):
        self.event(step, wall, summary=self.pb.Summary(value=list(values)))

    def tensor(self, tag, plugin, content=b"", **fields):
        shape = fields.pop("shape", [])
        tensor = self.pb.Tensor(shape=self.pb.Shape(dim=[self.pb.Shape.Dim(size=n) for n in shape]), **fields)
        value = self.pb.Summary.Value(tag=tag, tensor=tensor)
        if plugin:
            value.metadata.plugin.name = plugin
            value.metadata.plugin.content = content
        return value

    def scalar(self, tag, value):
        return self.pb.Summary.Value(tag=tag, simple_value=value)


def write_scalars(pb, folder, rng):
    w = Writer(pb, folder, "events.out.tfevents.1.scalars")
    special = [float("nan"), float("inf"), float("-inf"), -0.0, 1e-45, 3.4e38]
    for step in range(300):
        values = [w.scalar("loss/train", rng.normal()), w.scalar("acc", special[step] if step < 6 else rng.random())]
        if step % 7 == 0:
            values += [w.scalar("", step), w.scalar("日本語/損失", step), w.scalar("a\nb", step)]
        w.summary(step * 10 - 50, 1700000000 + step * 0.1, *values)
    w.summary(2**62, float("nan"), w.scalar("huge", 1))
    w.summary(-(2**62), 1e300, w.scalar("huge", 2))


def write_tensors(pb, folder, rng):
    w = Writer(pb, folder, "events.out.tfevents.1.tensors")
    for step in range(20):
        n = int(rng.integers(0, 100))
        values = []
        for dtype, name in CONTENT.items():
            number = numpy.array(n + (0.5 if dtype in (1, 2, 19) else 0)).astype(name)
            if dtype == 10:
                number = numpy.array(n % 2, dtype="u1")
            values.append(w.tensor("content/%d" % dtype, "scalars", dtype=dtype, content=number.tobytes()))
            listed = numpy.frombuffer(number.tobytes(), "<u2").tolist() if dtype == 19 else [number.item()]
            values.append(w.tensor("list/%d" % dtype, "scalars", dtype=dtype, **{LISTS[dtype]: listed}))
        values.append(w.tensor("list/14", "scalars", dtype=14, half_val=[0x3F80 + n]))
        values.append(w.tensor("content/14", "scalars", dtype=14, content=struct.pack("<H", 0xC000 + n)))
        for i, half in enumerate([0x0001, 0x8000, 0x03FF, 0x0400, 0x7BFF, 0x7C00, 0xFC00, 0x7E00]):
            values.append(w.tensor("half/%d" % i, "scalars", dtype=19, half_val=[half]))
        values.append(w.tensor("negative", "scalars", dtype=3, int_val=[-n]))
        values.append(w.tensor("large", "scalars", dtype=9, int64_val=[-(2**63) + n]))
        values.append(w.tensor("unsigned", "scalars", dtype=23, uint64_val=[2**64 - 1 - n]))
        values.append(w.tensor("empty", "scalars", dtype=1))
        values.append(w.tensor("one of one", "scalars", dtype=1, shape=[1], float_val=[n]))
        values.append(w.tensor("vector", "scalars", dtype=1, shape=[3], float_val=[1, 2, 3]))
        values.append(w.tensor("no plugin", "", dtype=1, float_val=[n]))
        values.append(w.tensor("complex", "scalars", dtype=8))
        values.append(w.tensor("first names it", "scalars" if step == 0 else "", dtype=2, double_val=[n / 3]))
        w.summary(step, 1700000000 + step, *values)


def write_plugins(pb, folder, rng):
    w = Writer(pb, folder, "events.out.tfevents.1.plugins")
    start = pb.HParams()
    start.session_start.hparams["lr"].number_value = 0.001
    start.session_start.hparams["layers"].number_value = 3
    start.session_start.hparams["optimizer"].string_value = "adam é"
    start.session_start.hparams["bias"].bool_value = True
    start.session_start.hparams["sizes"].list_value.values.add().number_value = 8
    start.session_start.hparams["sizes"].list_value.values.add().string_value = "x"
    value = pb.Summary.Value(tag="_hparams_/session_start_info")
    value.metadata.plugin.name = "hparams"
    value.metadata.plugin.content = start.SerializeToString()
    w.summary(0, 1, value)
    for step in range(40):
        edges = numpy.sort(rng.normal(size=11))
        table = numpy.stack([edges[:-1], edges[1:], rng.integers(0, 9, 10)], axis=1)
        old = pb.Histogram(min=-1, max=1, num=3, sum=0, sum_squares=2, bucket_limit=[-0.5, 0, 1e308], bucket=[1, 0, 2])
        image = bytes(rng.integers(0, 256, 50, dtype=numpy.uint8))
        curve = rng.random((6, 21))
        w.summary(
            step, 1700000000 + step / 7,
            w.tensor("weights", "histograms", dtype=2, shape=[10, 3], content=table.tobytes()),
            w.tensor("no buckets", "histograms", dtype=2, shape=[0, 3]),
            w.tensor("constant", "histograms", dtype=2, shape=[2, 3], double_val=[1.5]),
            w.tensor("no table", "histograms", dtype=2, shape=[4], content=table.tobytes()[:32]),
            pb.Summary.Value(tag="old", histo=old),
            pb.Summary.Value(tag="old empty", histo=pb.Histogram()),
            w.tensor("pictures", "images", dtype=7, shape=[4], string_val=[b"8", b"6", image, image[:9]]),
            pb.Summary.Value(tag="old picture", image=pb.Image(width=3, height=4, colorspace=3, encoded=image)),
            w.tensor("words", "text", dtype=7, shape=[2], string_val=["# é".encode(), b"<script>\xff"]),
            w.tensor("pr", "pr_curves", dtype=1, shape=[6, 21], content=curve.astype("<f4").tobytes()),
            w.tensor("other", "beholder", dtype=1, float_val=[1]),
            pb.Summary.Value(tag="sound", audio=b"RIFF"),
        )
    w.event(41, 2, graph_def=b"graph")
    w.file.write(framed(b"\x09\x00"))  # no protobuf


def write_restarts(pb, folder, rng):
    w = Writer(pb, folder, "events.out.tfevents.1.restarts")
    for begin, end in ((0, 60), (50, 90), (10, 30)):
        w.event(begin, 1700000000, session_log=pb.SessionLog(status=1))
        for step in range(begin, end):
            w.summary(step, 1700000000 + step, w.scalar("loss", rng.random()),
                      w.tensor("words", "text", dtype=7, shape=[1], string_val=[b"%d" % step]))
        w.event(end, 1700000000, session_log=pb.SessionLog(status=2))


def write_rotation(pb, folder, rng):
    for number, (begin, end) in enumerate(((0, 50), (50, 100), (80, 120))):
        w = Writer(pb, os.path.join(folder, "rotation"), "events.out.tfevents.%d.host" % (1700000000 + number))
        w.event(begin, 1700000000, session_log=pb.SessionLog(status=1))
        for step in range(begin, end):
            w.summary(step, 1700000000 + 100 * number + step, w.scalar("loss", number * 1000 + step))


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    import events_pb2

    if sys.argv[2] == "read":
        read(events_pb2, sys.argv[3])
    elif sys.argv[2] == "count":
        count(events_pb2, sys.argv[3])
    else:
        for make in (write_scalars, write_tensors, write_plugins, write_restarts, write_rotation):
            make(events_pb2, sys.argv[3], numpy.random.default_rng(7))
