// Secrets of connections, by id. Kept in the desktop's keychain, for this session only, or, when the user chose so, in a file
// of mode 0600 that says in words that it is unprotected. Never silently in plain text. Main thread only.
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/runtime/state/state.h"

#include <QObject>

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace wg::state {

class SecretStore : public QObject {
    Q_OBJECT
public:
    using Place = Connection::SecretIn;

    /// `file` is where PrivateFile secrets lie; empty: that place is refused. `mayWrite` as State::readOnly() says.
    explicit SecretStore(std::string file, bool mayWrite = true, QObject* parent = nullptr);
    ~SecretStore() override;

    /// Keychain, Session and PrivateFile only. `done` is called later, from the event loop, unless `context` dies first.
    void write(Place place, const std::string& id, Secret value, QObject* context, std::function<void(Result<void>)> done);
    /// Keychain, Session, PrivateFile by id; File and Environment by `secretPlace`. NotFound for a session secret not yet
    /// typed.
    void read(const Connection& connection, QObject* context, std::function<void(Result<Secret>)> done);
    /// Forgets it wherever it is.
    void remove(const Connection& connection);

private:
    [[nodiscard]] Result<void> writeFile(const std::string& id, const Secret* value);
    [[nodiscard]] Result<Secret> readHere(const Connection& connection) const;

    std::string m_file;
    bool m_mayWrite;
    std::map<std::string, Secret> m_session;
};

} // namespace wg::state
