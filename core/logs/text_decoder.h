// Bytes of a text file to UTF-8, in chunks of any size. The byte order mark decides: UTF-16 either way, else UTF-8.
#pragma once

#include "core/base/result.h"

#include <memory>
#include <string>
#include <string_view>

namespace wg::logs {

/// A UTF-8 mark is removed. What is no valid UTF-16 becomes U+FFFD; UTF-8 passes as it is.
class TextDecoder {
public:
    TextDecoder();
    ~TextDecoder();
    TextDecoder(const TextDecoder&) = delete;
    TextDecoder& operator=(const TextDecoder&) = delete;

    /// Appends to `out`.
    [[nodiscard]] Result<void> feed(std::string_view bytes, std::string& out);
    [[nodiscard]] Result<void> finish(std::string& out);
    /// What comes from now on passes as it is: there is no need to feed it.
    [[nodiscard]] bool passes() const { return m_begun && !m_converter; }

private:
    struct Converter;

    [[nodiscard]] Result<void> begin(std::string& out, bool atEnd);
    [[nodiscard]] Result<void> convert(std::string& out);

    std::string m_pending; ///< bytes not yet decoded
    bool m_begun = false;
    std::unique_ptr<Converter> m_converter;
};

/// `text` with every byte that is no valid UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string repairUtf8(std::string_view text);

} // namespace wg::logs
