// What Watchglass remembers between starts: settings, sources, recently opened things, the last session. JSON files with a
// "version", written by writeFileAtomically, 0600 in folders of 0700. Main thread only.
//
// A file that cannot be read as what it should be is moved to NAME.corrupt-<time> and its defaults are used; a file of a newer
// version is used as far as it is understood and never overwritten. Both, and every other trouble, is a notice for the user.
// One process at a time writes (flock); a second one reads.
#pragma once

#include "core/base/time.h"
#include "core/base/warning.h"
#include "core/evaluation/evaluate.h"
#include "core/runtime/state/paths.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wg::state {

struct Settings {
    std::string theme = "dark"; ///< "dark", "light"
    bool reopenLast = false; ///< open the last session at start
    bool operator==(const Settings&) const = default;
};

/// A server the user connected. Never holds a secret: only where it is found.
struct Connection {
    enum class Auth { None, Basic, Bearer };
    enum class SecretIn {
        None,
        Keychain, ///< the desktop's, under `id`
        Session, ///< typed; asked for again at each start
        PrivateFile, ///< secrets.json, 0600, unprotected
        File, ///< the file `secretPlace`
        Environment, ///< the variable `secretPlace`
    };
    std::string id; ///< stable; names the secret
    std::string name; ///< unique
    std::string url; ///< without user info
    Auth auth = Auth::None;
    std::string user; ///< Basic
    SecretIn secretIn = SecretIn::None;
    std::string secretPlace;
    DurationMs timeout = 30 * kSecond;
    bool operator==(const Connection&) const = default;
};

/// Something that was opened. `what` is one of "dashboard", "log", "rules", "source", "demo".
struct Opened {
    std::string what;
    std::string place; ///< absolute path or URL; empty for the demo
    std::string title;
    TimeMs at = 0;
    bool operator==(const Opened&) const = default;
};

struct Session {
    std::string page; ///< id of the page that was in front
    std::vector<Opened> opened; ///< in order
    bool operator==(const Session&) const = default;
};

/// An expression that was asked in Explore, as typed.
struct AskedQuery {
    std::string expression;
    std::string source; ///< its name
    TimeMs at = 0; ///< last asked
    bool starred = false; ///< kept whatever comes
    bool operator==(const AskedQuery&) const = default;
};

/// What the user said of the columns of logs of one shape (core/evaluation/shape.h), so that it is asked once.
struct ColumnChoice {
    std::string shape;
    evaluation::Options options;
    TimeMs at = 0;
    bool operator==(const ColumnChoice&) const = default;
};

inline constexpr std::size_t kRecentKept = 20;
inline constexpr std::size_t kChoicesKept = 200;
inline constexpr std::size_t kQueriesKept = 200; ///< and all that are starred

class State {
public:
    /// Never fails: see the head of this file. `now` names files put aside. Without usable paths all lives in memory only.
    static std::unique_ptr<State> open(Paths paths, TimeMs now);
    ~State();
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    [[nodiscard]] const Warnings& notices() const;
    /// Another instance, or nowhere to write: setters change memory only and succeed.
    [[nodiscard]] bool readOnly() const;
    [[nodiscard]] const Paths& paths() const;

    [[nodiscard]] const Settings& settings() const;
    [[nodiscard]] Result<void> setSettings(Settings settings);
    [[nodiscard]] const std::vector<Connection>& connections() const;
    [[nodiscard]] Result<void> setConnections(std::vector<Connection> connections);
    /// Newest first, at most kRecentKept, one entry per (what, place).
    [[nodiscard]] const std::vector<Opened>& recent() const;
    [[nodiscard]] Result<void> remember(Opened opened);
    [[nodiscard]] const Session& session() const;
    [[nodiscard]] Result<void> setSession(Session session);
    /// Newest first, one entry per (expression, source).
    [[nodiscard]] const std::vector<AskedQuery>& queries() const;
    /// The oldest beyond kQueriesKept that are not starred are forgotten.
    [[nodiscard]] Result<void> setQueries(std::vector<AskedQuery> queries);
    /// nullopt when logs of that shape were never asked about.
    [[nodiscard]] std::optional<evaluation::Options> columnsOf(const std::string& shape) const;
    /// In place of what was said before; the oldest beyond kChoicesKept are forgotten.
    [[nodiscard]] Result<void> rememberColumns(ColumnChoice choice);

private:
    struct Impl;
    explicit State(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace wg::state
