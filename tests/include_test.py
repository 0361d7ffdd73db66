#!/usr/bin/python3
"""The wall: checks every direct include of core/ and ui/ against the arguments of wg_module() (modules.json)."""
import json
import pathlib
import re
import sys

root, table = pathlib.Path(sys.argv[1]), json.load(open(sys.argv[2]))
allowed = {module: {m for m in may if m} | {module} for module, may in table.items()}
include = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')
problems, files = [], 0

for top in ("core", "ui"):
    for path in sorted((root / top).rglob("*")):
        if path.suffix not in (".cpp", ".h"):
            continue
        files += 1
        module = str(path.parent.relative_to(root))
        if module not in allowed:
            problems.append(f"{path}: {module} is not a module of the table")
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found = include.match(line)
            if not found:
                continue
            kind, target = found.groups()
            where = f"{path.relative_to(root)}:{number}: "
            if kind == '"' and target.endswith(".moc"):
                continue
            if kind == '"' and "/" not in target:
                problems.append(where + f'"{target}" is not written from the root')
            elif kind == '"' and str(pathlib.PurePath(target).parent) not in allowed[module]:
                problems.append(where + f"{module} may not include {target}")
            elif kind == "<" and module.startswith("core/") and (target.startswith("Q") or target.startswith("Qt")):
                if not module.startswith("core/runtime/"):
                    problems.append(where + f"Qt ({target}) below core/runtime")
                elif target.startswith(("QtGui", "QtWidgets", "QColor", "QImage", "QPainter", "QWidget", "QPixmap")):
                    problems.append(where + f"QtGui ({target}) in core/runtime")
            elif target == "qcustomplot.h" and module != "ui/plot":
                problems.append(where + "QCustomPlot outside ui/plot")
            elif target.startswith("QtCharts") and module != "ui/plot":
                problems.append(where + "Qt Charts outside ui/plot")

# Below runtime nothing may depend on Qt, and no module may reach into itself through another.
for module, may in table.items():
    for dependency in may:
        if dependency and dependency not in table:
            problems.append(f"{module}: {dependency} is not a module")
order = list(table)
for module, may in table.items():
    for dependency in may:
        if dependency and order.index(dependency) >= order.index(module):
            problems.append(f"{module}: {dependency} comes later in the table, a cycle in the making")

if files == 0:
    problems.append("no source files found")
print("\n".join(problems) if problems else f"{files} files, every include is allowed")
sys.exit(1 if problems else 0)
