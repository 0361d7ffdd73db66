#include "ui/shell/connect_source.h"

#include "core/runtime/state/secret_store.h"
#include "ui/shell/page_parts.h"

#include <QCoreApplication>
#include <QPointer>
#include <QUuid>

#include <algorithm>

namespace wg::ui::shell {
namespace {

using editors::SourceForm;
using state::Connection;

QString tr(const char* text)
{
    return QCoreApplication::translate("ConnectSource", text);
}

Connection::SecretIn placeOf(const SourceForm& form)
{
    if (form.auth == SourceForm::Auth::None)
        return Connection::SecretIn::None;
    if (form.secretFrom == SourceForm::SecretFrom::File)
        return Connection::SecretIn::File;
    if (form.secretFrom == SourceForm::SecretFrom::Environment)
        return Connection::SecretIn::Environment;
    constexpr Connection::SecretIn kKeep[] = {
        Connection::SecretIn::Keychain, Connection::SecretIn::Session, Connection::SecretIn::PrivateFile};
    return kKeep[static_cast<int>(form.keep)];
}

Connection connectionOf(const SourceForm& form)
{
    Connection connection;
    connection.id = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    connection.name = form.name;
    connection.url = form.url;
    connection.auth = static_cast<Connection::Auth>(form.auth);
    connection.user = form.user;
    connection.secretIn = placeOf(form);
    connection.secretPlace = form.secretPlace;
    connection.timeout = form.timeout;
    return connection;
}

void saveConnections(Workspace& workspace, std::vector<Connection> connections, const Tell& tell)
{
    if (auto saved = workspace.state->setConnections(std::move(connections)); !saved)
        tell(errorText(saved.error()), true);
}

/// Replaces the connection of the same name, keeping its id, or adds it.
Connection remember(Workspace& workspace, Connection connection, const Tell& tell)
{
    auto connections = workspace.state->connections();
    const auto same = std::ranges::find(connections, connection.name, &Connection::name);
    if (same != connections.end()) {
        connection.id = same->id;
        *same = connection;
    } else {
        connections.push_back(connection);
    }
    saveConnections(workspace, std::move(connections), tell);
    return connection;
}

void keepSecret(Workspace& workspace, const Connection& connection, const Secret& secret, const Tell& tell)
{
    using Place = Connection::SecretIn;
    const bool ours = connection.secretIn == Place::Keychain || connection.secretIn == Place::Session
        || connection.secretIn == Place::PrivateFile;
    if (!workspace.secrets || !ours)
        return;
    workspace.secrets->write(connection.secretIn, connection.id, secret, workspace.secrets,
        [&workspace, connection, secret, tell](Result<void> kept) {
            if (kept)
                return;
            tell(errorText(kept.error()) + " " + tr("It is asked for at the next start."), true);
            Connection asking = connection;
            asking.secretIn = Place::Session;
            workspace.secrets->write(Place::Session, asking.id, secret, workspace.secrets, [](const Result<void>&) { });
            remember(workspace, std::move(asking), tell);
        });
}

void openRemembered(Workspace& workspace, const Connection& connection, Secret secret, const Tell& tell)
{
    if (workspace.sources.find(connection.name))
        return;
    sources::Access access;
    access.timeout = connection.timeout;
    if (connection.auth == Connection::Auth::Bearer)
        access.bearerToken = std::move(secret);
    else if (connection.auth == Connection::Auth::Basic) {
        access.user = connection.user;
        access.password = std::move(secret);
    }
    auto source = sources::openSource({connection.name, connection.url}, access, workspace.clock());
    if (!source)
        return tell(errorText(source.error()), true);
    if (auto added = workspace.sources.add(std::move(*source)); !added)
        tell(errorText(added.error()), true);
}

} // namespace

Result<sources::Source*> connectSource(Workspace& workspace, const SourceForm& form, const Tell& tell)
{
    WG_CHECK(editors::checkAddress(form.url));
    WG_TRY(const sources::Access access, editors::accessOf(form));
    WG_TRY(auto source, sources::openSource({form.name, form.url}, access, workspace.clock()));
    WG_TRY(sources::Source * added, workspace.sources.add(std::move(source)));
    if (workspace.state) {
        const Connection connection = remember(workspace, connectionOf(form), tell);
        keepSecret(workspace, connection, form.secret, tell);
        if (auto kept = workspace.state->remember({"source", form.url, form.name, workspace.clock()}); !kept)
            tell(errorText(kept.error()), true);
    }
    return added;
}

void restoreSources(Workspace& workspace, QObject* context, const Tell& tell)
{
    if (!workspace.state)
        return;
    for (const Connection& connection : workspace.state->connections()) {
        if (connection.auth == Connection::Auth::None) {
            openRemembered(workspace, connection, Secret(), tell);
        } else if (workspace.secrets) {
            workspace.secrets->read(connection, context, [&workspace, connection, tell](Result<Secret> secret) {
                if (secret)
                    openRemembered(workspace, connection, std::move(*secret), tell);
                else
                    tell(errorText(secret.error()), true);
            });
        }
    }
}

std::vector<Connection> waitingConnections(const Workspace& workspace)
{
    std::vector<Connection> out;
    if (workspace.state)
        for (const Connection& connection : workspace.state->connections())
            if (!workspace.sources.find(connection.name))
                out.push_back(connection);
    return out;
}

SourceForm formOf(const Connection& connection)
{
    SourceForm form;
    form.name = connection.name;
    form.url = connection.url;
    form.auth = static_cast<SourceForm::Auth>(connection.auth);
    form.user = connection.user;
    form.secretPlace = connection.secretPlace;
    form.timeout = connection.timeout;
    switch (connection.secretIn) {
    case Connection::SecretIn::File:
        form.secretFrom = SourceForm::SecretFrom::File;
        break;
    case Connection::SecretIn::Environment:
        form.secretFrom = SourceForm::SecretFrom::Environment;
        break;
    case Connection::SecretIn::Session:
        form.keep = SourceForm::Keep::Session;
        break;
    case Connection::SecretIn::PrivateFile:
        form.keep = SourceForm::Keep::PrivateFile;
        break;
    case Connection::SecretIn::None:
    case Connection::SecretIn::Keychain:
        break;
    }
    return form;
}

void forgetSource(Workspace& workspace, const std::string& name, const Tell& tell)
{
    if (sources::Source* source = workspace.sources.find(name))
        workspace.sources.remove(source);
    if (!workspace.state)
        return;
    auto connections = workspace.state->connections();
    const auto found = std::ranges::find(connections, name, &Connection::name);
    if (found == connections.end())
        return;
    if (workspace.secrets)
        workspace.secrets->remove(*found);
    connections.erase(found);
    saveConnections(workspace, std::move(connections), tell);
}

} // namespace wg::ui::shell
