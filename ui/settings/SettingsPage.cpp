#include "ui/settings/SettingsPage.h"

#include "ui/session/Preferences.h"
#include "ui/session/Session.h"
#include "ui/settings/ModelServers.h"
#include "ui/settings/OwnPassphrase.h"
#include "ui/shell/PageRegistry.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Labels.h"

#include <QApplication>
#include <QComboBox>
#include <QScrollArea>
#include <QVBoxLayout>

#include <chrono>

namespace cloister::ui {

static constexpr int kSettingsWidth = 640;

static void limitWidth(Card *card)
{
    card->setMaximumWidth(kSettingsWidth);
    card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

static Card *settingCard(const QString &title, const QString &explanation, QComboBox *box)
{
    auto *card = new Card(title);
    limitWidth(card);
    box->setAccessibleName(title);
    box->setMaximumWidth(40 * kGrid);
    card->body()->addWidget(box);
    card->body()->addWidget(paragraph(explanation, "small"));
    return card;
}

SettingsPage::SettingsPage(const PageContext &context) :
    Page(context, tr("Settings")),
    m_models(new ModelServers(context.session, context.jobs))
{
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins({});
    column->setSpacing(2 * kGrid);
    column->addWidget(settingCard(tr("Appearance"), tr("Follows the desktop unless you choose otherwise."), makeTheme()));
    column->addWidget(settingCard(tr("Language"), tr("Takes effect when the console is started again."), makeLanguage()));
    column->addWidget(settingCard(tr("Lock when idle"),
        tr("Locking ends this session; the API goes on serving. Ctrl+L locks at once."), makeAutoLock()));
    if (!context.session.connection().account.isEmpty()) {
        auto *own = new OwnPassphrase(context.session);
        limitWidth(own);
        column->addWidget(own);
    }
    limitWidth(m_models);
    column->addWidget(m_models);
    column->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(content);
    setContent(scroll);
}

void SettingsPage::reload()
{
    m_models->reload();
    showFilled();
}

QComboBox *SettingsPage::makeTheme()
{
    auto *box = new QComboBox;
    box->setObjectName(QStringLiteral("settingsTheme"));
    box->addItem(tr("As the desktop"), static_cast<int>(ThemeMode::System));
    box->addItem(tr("Light"), static_cast<int>(ThemeMode::Light));
    box->addItem(tr("Dark"), static_cast<int>(ThemeMode::Dark));
    box->setCurrentIndex(box->findData(static_cast<int>(Preferences::theme())));
    connect(box, &QComboBox::currentIndexChanged, this, [box] {
        const auto mode = static_cast<ThemeMode>(box->currentData().toInt());
        Preferences::setTheme(mode);
        Theme::apply(*qApp, mode);
    });
    return box;
}

QComboBox *SettingsPage::makeLanguage()
{
    auto *box = new QComboBox;
    box->setObjectName(QStringLiteral("settingsLanguage"));
    box->addItem(tr("As the system"), QString());
    box->addItem(QStringLiteral("English"), QStringLiteral("en"));
    box->addItem(QStringLiteral("Deutsch"), QStringLiteral("de"));
    box->setCurrentIndex(qMax(0, box->findData(Preferences::language())));
    connect(box, &QComboBox::currentIndexChanged, this, [box] { Preferences::setLanguage(box->currentData().toString()); });
    return box;
}

QComboBox *SettingsPage::makeAutoLock()
{
    auto *box = new QComboBox;
    box->setObjectName(QStringLiteral("settingsAutoLock"));
    for (const int minutes : {1, 5, 15, 60})
        box->addItem(tr("After %n minutes", nullptr, minutes), 60 * minutes);
    box->addItem(tr("Never"), 0);
    const int now = static_cast<int>(Preferences::autoLock().count());
    box->setCurrentIndex(qMax(0, box->findData(now)));
    connect(box, &QComboBox::currentIndexChanged, this, [this, box] {
        const std::chrono::seconds time(box->currentData().toInt());
        Preferences::setAutoLock(time);
        session().setIdleTime(time);
    });
    return box;
}

CLOISTER_PAGE(SettingsPage, "settings", QT_TRANSLATE_NOOP("PageRegistry", "Settings"), "settings", 80)

} // namespace cloister::ui
