#include "core/runtime/state/secret_store.h"

#include "core/base/file.h"
#include "core/runtime/state/json_file.h"

#include <QCoreApplication>
#include <QPointer>
#include <QTimer>

#include <cstdlib>

#include <fmt/format.h>
#include <qt6keychain/keychain.h>

namespace wg::state {
namespace {

const QString kService = QStringLiteral("watchglass");
constexpr std::uint64_t kMaxSecretBytes = 64U << 10U;

Error keychainError(const QKeychain::Job& job)
{
    const bool missing = job.error() == QKeychain::EntryNotFound;
    return {missing ? ErrorCode::NotFound : ErrorCode::Auth,
        fmt::format("the desktop's keychain {} ({}). Type the secret at each start, or keep it in an unprotected private file",
            missing ? "does not hold this secret" : "cannot be used", job.errorString().toStdString())};
}

template <class T>
void later(QObject* context, std::function<void(Result<T>)> done, Result<T> value)
{
    QTimer::singleShot(0, context, [done = std::move(done), value = std::move(value)] { done(value); });
}

std::string trimmed(std::string text)
{
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.pop_back();
    return text;
}

} // namespace

SecretStore::SecretStore(std::string file, bool mayWrite, QObject* parent)
    : QObject(parent)
    , m_file(std::move(file))
    , m_mayWrite(mayWrite)
{
}

SecretStore::~SecretStore() = default;

Result<void> SecretStore::writeFile(const std::string& id, const Secret* value)
{
    if (m_file.empty() || !m_mayWrite)
        return fail(ErrorCode::Io, "secrets cannot be kept in a file now: there is no writable settings folder");
    Warnings notices;
    const JsonFile old = JsonFile::load(m_file, 1, 0, false, notices);
    if (!notices.empty())
        return fail(ErrorCode::Io, notices.front().message);
    Json json = {{"version", 1}, {"note", "UNPROTECTED: these secrets are readable by every program of this user"}};
    Json secrets = old.json().value("secrets", Json::object());
    if (!secrets.is_object())
        secrets = Json::object();
    secrets.erase(id);
    if (value)
        secrets[id] = value->reveal();
    json["secrets"] = std::move(secrets);
    WG_CHECK(writeFileAtomically(m_file, json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n", 0600));
    // The file a secret was removed from must not live on as a backup.
    std::remove((m_file + ".bak").c_str());
    return {};
}

Result<Secret> SecretStore::readHere(const Connection& connection) const
{
    switch (connection.secretIn) {
    case Place::Session:
        if (const auto found = m_session.find(connection.id); found != m_session.end())
            return found->second;
        return fail(ErrorCode::NotFound, fmt::format("the secret of {} is asked for at each start", connection.name));
    case Place::PrivateFile: {
        Warnings notices;
        const JsonFile file = JsonFile::load(m_file, 1, 0, false, notices);
        const auto secrets = file.json().find("secrets");
        if (secrets != file.json().end() && secrets->is_object())
            if (std::string text = textOr(*secrets, connection.id.c_str(), ""); !text.empty())
                return Secret(std::move(text));
        return fail(ErrorCode::NotFound, fmt::format("{} holds no secret for {}; type it again", m_file, connection.name));
    }
    case Place::File: {
        WG_TRY(std::string text, readFile(connection.secretPlace, kMaxSecretBytes));
        return Secret(trimmed(std::move(text)));
    }
    case Place::Environment:
        if (const char* value = std::getenv(connection.secretPlace.c_str()); value && *value)
            return Secret(value);
        return fail(ErrorCode::NotFound, fmt::format("the environment variable {} is not set", connection.secretPlace));
    case Place::None:
    case Place::Keychain:
        break;
    }
    return Secret();
}

void SecretStore::write(
    Place place, const std::string& id, Secret value, QObject* context, std::function<void(Result<void>)> done)
{
    if (place == Place::Keychain) {
        auto* job = new QKeychain::WritePasswordJob(kService, this);
        job->setKey(QString::fromStdString(id));
        job->setTextData(QString::fromStdString(value.reveal()));
        connect(job, &QKeychain::Job::finished, context, [done = std::move(done)](QKeychain::Job* finished) {
            done(finished->error() == QKeychain::NoError ? Result<void>()
                                                         : Result<void>(std::unexpected(keychainError(*finished))));
        });
        job->start();
        return;
    }
    if (place == Place::Session) {
        m_session[id] = std::move(value);
        return later<void>(context, std::move(done), {});
    }
    if (place == Place::PrivateFile)
        return later<void>(context, std::move(done), writeFile(id, &value));
    later<void>(context, std::move(done), fail(ErrorCode::Usage, "a secret in a file or the environment is not written by us"));
}

void SecretStore::read(const Connection& connection, QObject* context, std::function<void(Result<Secret>)> done)
{
    if (connection.secretIn != Place::Keychain)
        return later<Secret>(context, std::move(done), readHere(connection));
    auto* job = new QKeychain::ReadPasswordJob(kService, this);
    job->setKey(QString::fromStdString(connection.id));
    connect(job, &QKeychain::Job::finished, context, [job, done = std::move(done)](QKeychain::Job* finished) {
        if (finished->error() == QKeychain::NoError)
            done(Secret(job->textData().toStdString()));
        else
            done(std::unexpected(keychainError(*finished)));
    });
    job->start();
}

void SecretStore::remove(const Connection& connection)
{
    m_session.erase(connection.id);
    if (connection.secretIn == Place::Keychain) {
        auto* job = new QKeychain::DeletePasswordJob(kService, this);
        job->setKey(QString::fromStdString(connection.id));
        job->start();
    } else if (connection.secretIn == Place::PrivateFile) {
        // Nobody waits for this; a secret that stays in a file that cannot be written was there before.
        (void)writeFile(connection.id, nullptr);
    }
}

} // namespace wg::state
