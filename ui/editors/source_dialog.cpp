#include "ui/editors/source_dialog.h"

#include "core/base/file.h"
#include "core/base/redact.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QComboBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QUrl>

#include <cstdlib>

namespace wg::ui::editors {
namespace {

constexpr std::uint64_t kMaxSecretBytes = 64U << 10U;
constexpr DurationMs kSkewWorthSaying = 30 * kSecond;
constexpr int kLabelColumn = 120;
constexpr int kWidth = 560;

/// Rows of the grid, top to bottom.
enum Row { kUrl, kName, kAuth, kUser, kFrom, kSecret, kKeep, kTimeout, kRows };

QLabel* label(const QString& text)
{
    auto* out = new QLabel(text);
    out->setTextFormat(Qt::PlainText);
    out->setProperty("tone", "secondary");
    return out;
}

} // namespace

Result<void> checkAddress(const std::string& url)
{
    if (redact(url) == url)
        return {};
    return fail(ErrorCode::Usage,
        "The address holds a secret and would be kept in plain text. Take it out and choose Basic or Bearer sign-in instead.");
}

Result<sources::Access> accessOf(const SourceForm& form)
{
    sources::Access access;
    access.timeout = form.timeout;
    if (form.auth == SourceForm::Auth::None)
        return access;
    Secret secret = form.secret;
    if (form.secretFrom == SourceForm::SecretFrom::File) {
        WG_TRY(std::string text, readFile(form.secretPlace, kMaxSecretBytes));
        while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
            text.pop_back();
        secret = Secret(std::move(text));
    } else if (form.secretFrom == SourceForm::SecretFrom::Environment) {
        const char* value = std::getenv(form.secretPlace.c_str());
        if (!value || !*value)
            return fail(ErrorCode::Auth, "the environment variable " + form.secretPlace + " is not set");
        secret = Secret(value);
    }
    if (form.auth == SourceForm::Auth::Bearer) {
        access.bearerToken = std::move(secret);
    } else {
        access.user = form.user;
        access.password = std::move(secret);
    }
    return access;
}

QString describeHealth(const sources::Health& health)
{
    QString text = theme::shown(health.product);
    if (!health.version.empty())
        text += " " + theme::shown(health.version);
    text += SourceDialog::tr(" answers in %1 ms").arg(health.elapsed);
    if (health.seriesCount)
        text += SourceDialog::tr(" · %1 series").arg(*health.seriesCount);
    if (health.clockSkew && std::abs(*health.clockSkew) > kSkewWorthSaying)
        text += SourceDialog::tr(" · its clock is %1 s %2")
                    .arg(std::abs(*health.clockSkew) / kSecond)
                    .arg(*health.clockSkew > 0 ? SourceDialog::tr("ahead") : SourceDialog::tr("behind"));
    else if (health.clockSkew)
        text += SourceDialog::tr(" · clocks agree");
    return text;
}

SourceDialog::SourceDialog(std::function<bool(const std::string&)> nameTaken, std::function<TimeMs()> clock, QWidget* parent)
    : QDialog(parent)
    , m_nameTaken(std::move(nameTaken))
    , m_clock(std::move(clock))
    , m_url(new QLineEdit)
    , m_name(new QLineEdit)
    , m_user(new QLineEdit)
    , m_secret(new QLineEdit)
    , m_place(new QLineEdit)
    , m_auth(new theme::SegmentedControl({tr("None"), tr("User and password"), tr("Bearer token")}, nullptr, false))
    , m_from(new theme::SegmentedControl({tr("Typed here"), tr("File"), tr("Environment")}, nullptr, false))
    , m_keep(new QComboBox)
    , m_timeout(new QSpinBox)
    , m_browse(new QPushButton(tr("Browse…")))
    , m_test(new QPushButton(tr("Test")))
    , m_ok(new QPushButton(tr("Connect")))
    , m_dot(new theme::StatusDot)
    , m_result(new QLabel)
{
    setWindowTitle(tr("Connect a Prometheus server"));
    build();
    connect(m_url, &QLineEdit::textChanged, this, &SourceDialog::suggestName);
    connect(m_url, &QLineEdit::editingFinished, this, &SourceDialog::takeUserInfo);
    connect(m_name, &QLineEdit::textEdited, this, [this] { m_nameEdited = true; });
    connect(m_auth, &theme::SegmentedControl::currentChanged, this, &SourceDialog::showFields);
    connect(m_from, &theme::SegmentedControl::currentChanged, this, &SourceDialog::showFields);
    connect(m_test, &QPushButton::clicked, this, &SourceDialog::test);
    connect(m_ok, &QPushButton::clicked, this, &SourceDialog::accept);
    connect(m_browse, &QPushButton::clicked, this, [this] {
        const QString file = QFileDialog::getOpenFileName(this, tr("File that holds the secret"));
        if (!file.isEmpty())
            m_place->setText(file);
    });
    m_url->setText(QStringLiteral("http://localhost:9090"));
    m_auth->setCurrent(0);
    m_from->setCurrent(0);
    showFields();
}

SourceDialog::~SourceDialog()
{
    m_url->disconnect(this); // losing the focus while the children go is not an edit
}

QWidget* SourceDialog::buildSecretRow()
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::space::s);
    layout->addWidget(m_secret, 1);
    layout->addWidget(m_place, 1);
    layout->addWidget(m_browse);
    m_secret->setEchoMode(QLineEdit::Password);
    return row;
}

void SourceDialog::build()
{
    m_keep->addItems({tr("In the desktop's keychain"), tr("Not at all: ask at each start"),
        tr("In a private file (mode 0600), unprotected")});
    m_timeout->setRange(1, 600);
    m_timeout->setValue(30);
    m_timeout->setSuffix(tr(" s"));
    m_ok->setProperty("kind", "primary");
    m_ok->setDefault(true);
    m_result->setTextFormat(Qt::PlainText);
    m_result->setWordWrap(true);
    m_result->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_result->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_result->setMinimumHeight(3 * theme::size::tooltipRow);

    m_grid = new QGridLayout;
    m_grid->setHorizontalSpacing(theme::space::m);
    m_grid->setVerticalSpacing(theme::space::s);
    m_grid->setColumnMinimumWidth(0, kLabelColumn);
    m_grid->setColumnStretch(1, 1);
    const QString names[kRows] = {
        tr("Address"), tr("Name"), tr("Sign in"), tr("User"), tr("Secret from"), tr("Secret"), tr("Keep it"), tr("Time limit")};
    QWidget* fields[kRows] = {m_url, m_name, m_auth, m_user, m_from, buildSecretRow(), m_keep, m_timeout};
    for (int row = 0; row < kRows; ++row) {
        m_grid->addWidget(label(names[row]), row, 0);
        const bool narrow = row == kAuth || row == kFrom || row == kTimeout;
        m_grid->addWidget(fields[row], row, 1, narrow ? Qt::AlignLeft : Qt::Alignment());
        fields[row]->setAccessibleName(names[row]);
    }

    auto* answer = new QHBoxLayout;
    answer->setSpacing(theme::space::s);
    answer->addWidget(m_dot, 0, Qt::AlignTop);
    answer->addWidget(m_result, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(theme::space::s);
    auto* cancel = new QPushButton(tr("Cancel"));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    buttons->addWidget(m_test);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_ok);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::space::xl, theme::space::xl, theme::space::xl, theme::space::l);
    layout->setSpacing(theme::space::l);
    layout->addLayout(m_grid);
    layout->addLayout(answer);
    layout->addStretch(1);
    layout->addLayout(buttons);
    setMinimumWidth(kWidth);
}

void SourceDialog::setForm(const SourceForm& form)
{
    m_nameEdited = !form.name.empty();
    m_url->setText(QString::fromStdString(form.url));
    if (m_nameEdited)
        m_name->setText(QString::fromStdString(form.name));
    m_auth->setCurrent(static_cast<int>(form.auth));
    m_user->setText(QString::fromStdString(form.user));
    m_from->setCurrent(static_cast<int>(form.secretFrom));
    m_secret->setText(QString::fromStdString(form.secret.reveal()));
    m_place->setText(QString::fromStdString(form.secretPlace));
    m_keep->setCurrentIndex(static_cast<int>(form.keep));
    m_timeout->setValue(static_cast<int>(form.timeout / kSecond));
    takeUserInfo();
    showFields();
}

SourceForm SourceDialog::form() const
{
    SourceForm form;
    form.name = m_name->text().trimmed().toStdString();
    form.url = m_url->text().trimmed().toStdString();
    form.auth = static_cast<SourceForm::Auth>(std::max(0, m_auth->current()));
    form.user = m_user->text().trimmed().toStdString();
    form.secretFrom = static_cast<SourceForm::SecretFrom>(std::max(0, m_from->current()));
    form.secret = Secret(m_secret->text().toStdString());
    form.secretPlace = m_place->text().trimmed().toStdString();
    form.keep = static_cast<SourceForm::Keep>(std::max(0, m_keep->currentIndex()));
    form.timeout = m_timeout->value() * kSecond;
    return form;
}

QString SourceDialog::problem() const
{
    const QUrl url(m_url->text().trimmed(), QUrl::StrictMode);
    if (!url.isValid() || (url.scheme() != "http" && url.scheme() != "https") || url.host().isEmpty())
        return tr("The address must be like http://host:9090 or https://host/prometheus");
    const SourceForm filled = form();
    if (const auto checked = checkAddress(filled.url); !checked)
        return QString::fromStdString(checked.error().text());
    if (filled.name.empty())
        return tr("Give the source a name");
    if (m_nameTaken && m_nameTaken(filled.name))
        return tr("There is a source named “%1” already").arg(theme::shown(filled.name));
    if (filled.auth == SourceForm::Auth::Basic && filled.user.empty())
        return tr("Name the user to sign in as");
    if (filled.auth != SourceForm::Auth::None) {
        if (filled.secretFrom == SourceForm::SecretFrom::Typed && filled.secret.empty())
            return tr("Type the secret, or say which file or variable holds it");
        if (filled.secretFrom != SourceForm::SecretFrom::Typed && filled.secretPlace.empty())
            return tr("Say which file or variable holds the secret");
    }
    return {};
}

void SourceDialog::takeUserInfo()
{
    QUrl url(m_url->text().trimmed());
    if (url.userInfo().isEmpty())
        return;
    // A password must not stay in an address that is shown and saved.
    m_auth->setCurrent(static_cast<int>(SourceForm::Auth::Basic));
    m_from->setCurrent(static_cast<int>(SourceForm::SecretFrom::Typed));
    m_user->setText(url.userName());
    m_secret->setText(url.password());
    url.setUserInfo({});
    m_url->setText(url.toString());
    showFields();
}

void SourceDialog::suggestName()
{
    if (m_nameEdited)
        return;
    const QUrl url(m_url->text().trimmed());
    m_name->setText(QString::fromStdString(url.host().isEmpty()
            ? std::string()
            : sources::parseSourceSpec(url.toString(QUrl::RemoveUserInfo).toStdString()).name));
}

void SourceDialog::showFields()
{
    const SourceForm filled = form();
    const bool signs = filled.auth != SourceForm::Auth::None;
    const bool typed = filled.secretFrom == SourceForm::SecretFrom::Typed;
    const auto showRow = [this](int row, bool on) {
        for (int column = 0; column < 2; ++column)
            m_grid->itemAtPosition(row, column)->widget()->setVisible(on);
    };
    showRow(kUser, filled.auth == SourceForm::Auth::Basic);
    showRow(kFrom, signs);
    showRow(kSecret, signs);
    showRow(kKeep, signs && typed);
    m_secret->setVisible(signs && typed);
    m_place->setVisible(signs && !typed);
    m_browse->setVisible(signs && filled.secretFrom == SourceForm::SecretFrom::File);
    const QString secretName = filled.auth == SourceForm::Auth::Bearer ? tr("Token") : tr("Password");
    m_secret->setPlaceholderText(secretName);
    m_place->setPlaceholderText(
        filled.secretFrom == SourceForm::SecretFrom::File ? tr("Path of the file that holds it") : tr("Name of the variable"));
    if (auto* text = qobject_cast<QLabel*>(m_grid->itemAtPosition(kSecret, 0)->widget()))
        text->setText(secretName);
}

void SourceDialog::showResult(const char* tone, const QString& text)
{
    const QByteArray name(tone);
    m_dot->set(name == "ok"      ? theme::Tone::Ok
            : name == "critical" ? theme::Tone::Critical
            : name == "warning"  ? theme::Tone::Warning
                                 : theme::Tone::Neutral);
    m_result->setProperty("tone", name == "critical" ? "critical" : "secondary");
    theme::repolish(m_result);
    m_result->setText(text);
}

void SourceDialog::test()
{
    takeUserInfo();
    if (const QString why = problem(); !why.isEmpty())
        return showResult("critical", why);
    const SourceForm filled = form();
    const auto access = accessOf(filled);
    if (!access)
        return showResult("critical", theme::shownLines(QString::fromStdString(access.error().text())));
    auto source = sources::openSource({filled.name, filled.url}, *access, m_clock());
    if (!source)
        return showResult("critical", theme::shownLines(QString::fromStdString(source.error().text())));
    m_tested = std::move(*source);
    m_test->setEnabled(false);
    showResult("", tr("Asking %1 …").arg(theme::shown(redact(filled.url))));
    m_tested->test(this, [this](Result<sources::Health> health) {
        m_test->setEnabled(true);
        if (!health)
            return showResult("critical", theme::shownLines(QString::fromStdString(health.error().text())));
        const bool skewed = health->clockSkew && std::abs(*health->clockSkew) > kSkewWorthSaying;
        showResult(skewed ? "warning" : "ok", describeHealth(*health));
    });
}

void SourceDialog::accept()
{
    takeUserInfo();
    if (const QString why = problem(); !why.isEmpty())
        return showResult("critical", why);
    QDialog::accept();
}

} // namespace wg::ui::editors
