#include "core/evaluation/shape.h"

#include "core/formats/sha256.h"

namespace wg::evaluation {

std::string shapeKey(const logs::Table& table)
{
    formats::Sha256 hash;
    hash.add(table.format);
    hash.add(table.header ? "\n" : "\nno header\n");
    for (const logs::Column& column : table.columns) {
        hash.add(column.name);
        hash.add(column.numeric ? "\tnumber\n" : "\ttext\n");
    }
    return hash.hex();
}

} // namespace wg::evaluation
