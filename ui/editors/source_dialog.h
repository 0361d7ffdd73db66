// Connects a server: address, name, how to sign in, time limit; Test shows what answers or which step failed.
#pragma once

#include "core/base/secret.h"
#include "core/runtime/sources/open_source.h"

#include <QDialog>

#include <functional>
#include <memory>
#include <string>

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace wg::ui::theme {
class SegmentedControl;
class StatusDot;
} // namespace wg::ui::theme

namespace wg::ui::editors {

/// What the user filled in. A typed secret is in `secret` only; files and variables are named by `secretPlace`.
struct SourceForm {
    enum class Auth { None, Basic, Bearer };
    enum class SecretFrom { Typed, File, Environment };
    enum class Keep { Keychain, Session, PrivateFile }; ///< of a typed secret
    std::string name;
    std::string url;
    Auth auth = Auth::None;
    std::string user;
    SecretFrom secretFrom = SecretFrom::Typed;
    Secret secret;
    std::string secretPlace;
    Keep keep = Keep::Keychain;
    DurationMs timeout = 30 * kSecond;
};

/// Usage error for an address with a secret in it (user:password@, ?token=…): addresses are kept in plain text.
[[nodiscard]] Result<void> checkAddress(const std::string& url);
/// Reads the file or the variable where the form names one.
[[nodiscard]] Result<sources::Access> accessOf(const SourceForm& form);
/// "Prometheus 2.42.0 answers in 14 ms · 512 series · clock 2 s behind".
[[nodiscard]] QString describeHealth(const sources::Health& health);

class SourceDialog : public QDialog {
    Q_OBJECT
public:
    /// `nameTaken` says which names are in use; `clock` is the workspace's.
    SourceDialog(std::function<bool(const std::string&)> nameTaken, std::function<TimeMs()> clock, QWidget* parent = nullptr);
    ~SourceDialog() override;

    void setForm(const SourceForm& form);
    [[nodiscard]] SourceForm form() const;
    /// Why the form cannot be used yet; empty when it can.
    [[nodiscard]] QString problem() const;

public Q_SLOTS:
    void test();
    void accept() override;

private:
    void build();
    [[nodiscard]] QWidget* buildSecretRow();
    void takeUserInfo();
    void suggestName();
    void showFields();
    void showResult(const char* tone, const QString& text);

    std::function<bool(const std::string&)> m_nameTaken;
    std::function<TimeMs()> m_clock;
    QLineEdit *m_url, *m_name, *m_user, *m_secret, *m_place;
    theme::SegmentedControl *m_auth, *m_from;
    QComboBox* m_keep;
    QSpinBox* m_timeout;
    QPushButton *m_browse, *m_test, *m_ok;
    theme::StatusDot* m_dot;
    QLabel* m_result;
    QGridLayout* m_grid = nullptr;
    bool m_nameEdited = false;
    std::unique_ptr<sources::Source> m_tested;
};

} // namespace wg::ui::editors
