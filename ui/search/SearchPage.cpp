#include "ui/search/SearchPage.h"

#include "ui/models/RecordText.h"
#include "ui/search/ExplainPanel.h"
#include "ui/search/ResultDelegate.h"
#include "ui/search/ScopePicker.h"
#include "ui/session/Session.h"
#include "ui/shell/PageRegistry.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/ScopeChip.h"
#include "ui/widgets/StateStack.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSplitter>
#include <QTimeZone>

namespace cloister::ui {

static constexpr int kMostResults = 50;

static QComboBox *choice(const QString &name, std::initializer_list<std::pair<QString, QVariant>> entries)
{
    auto *box = new QComboBox;
    box->setAccessibleName(name);
    box->setToolTip(name);
    for (const auto &[text, value] : entries)
        box->addItem(text, value);
    return box;
}

static QLineEdit *field(const QString &name, const QString &hint)
{
    auto *made = new QLineEdit;
    made->setAccessibleName(name);
    made->setPlaceholderText(hint);
    made->setClearButtonEnabled(true);
    return made;
}

static QString rangeText(const TimeRange &range)
{
    if (!range.from || !range.until)
        return range.from ? SearchPage::tr("since %1").arg(zonedTime(*range.from))
            : range.until ? SearchPage::tr("before %1").arg(zonedTime(*range.until))
                          : QString();
    return SearchPage::tr("%1 to %2").arg(zonedTime(*range.from), zonedTime(*range.until));
}

SearchPage::SearchPage(const PageContext &context) :
    Page(context, tr("Search")),
    m_picker(new ScopePicker(context.session.api())),
    m_scope(new ScopeChip),
    m_model(context.session.api()),
    m_list(new QListView),
    m_stack(new StateStack(m_list)),
    m_panel(new ExplainPanel)
{
    m_list->setModel(&m_model);
    m_list->setObjectName(QStringLiteral("searchResults"));
    m_list->setAccessibleName(tr("Results"));
    m_list->setItemDelegate(new ResultDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_panel->hide();
    m_panel->setMinimumWidth(32 * kGrid);
    auto *splitter = new QSplitter;
    splitter->addWidget(m_stack);
    splitter->addWidget(m_panel);
    splitter->setStretchFactor(0, 1);
    splitter->setHandleWidth(2 * kGrid);
    m_summary = label(QString(), "muted");

    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins({});
    column->setSpacing(kGrid + kGrid / 2);
    column->addWidget(makeQueryRow());
    column->addWidget(makeFilterRow());
    column->addWidget(m_summary);
    column->addWidget(splitter, 1);
    setContent(content);
    actions()->addWidget(m_picker);
    actions()->addWidget(m_scope);
    m_scope->hide();

    connect(m_picker, &ScopePicker::changed, this, &SearchPage::scopeChanged);
    connect(m_picker, &ScopePicker::projectsRead, this, &SearchPage::projectsRead);
    connect(&m_model, &SearchModel::loadingChanged, this, &SearchPage::showAnswer);
    connect(m_list, &QListView::activated, this, [this](const QModelIndex &index) { open(index.row()); });
    showAnswer();
}

QWidget *SearchPage::makeQueryRow()
{
    m_query = field(tr("Question"), tr("What was said about…"));
    m_query->setObjectName(QStringLiteral("searchQuery"));
    m_mode = choice(tr("How to search"), {{tr("Meaning and words"), int(SearchMode::Hybrid)},
        {tr("Meaning"), int(SearchMode::Semantic)}, {tr("Words"), int(SearchMode::Keyword)}});
    m_mode->setObjectName(QStringLiteral("searchMode"));
    auto *go = new QPushButton(themeIcon("search", Tone::OnAccent), tr("Search", "button"));
    setKind(go, "primary");
    go->setObjectName(QStringLiteral("searchGo"));
    m_explain = new QPushButton(tr("Explain"));
    m_explain->setCheckable(true);
    m_explain->setObjectName(QStringLiteral("searchExplain"));
    auto *widget = new QWidget;
    auto *row = new QHBoxLayout(widget);
    row->setContentsMargins({});
    row->setSpacing(kGrid);
    row->addWidget(m_query, 1);
    row->addWidget(m_mode);
    row->addWidget(go);
    row->addWidget(m_explain);
    connect(m_query, &QLineEdit::returnPressed, this, &SearchPage::search);
    connect(go, &QPushButton::clicked, this, &SearchPage::search);
    connect(m_explain, &QPushButton::toggled, m_panel, &QWidget::setVisible);
    return widget;
}

QWidget *SearchPage::makeFilterRow()
{
    m_object = choice(tr("What to look for"), {{tr("Messages"), int(SearchObject::Message)},
        {tr("Dialogues"), int(SearchObject::Dialogue)}, {tr("Memories"), int(SearchObject::Memory)}});
    m_role = choice(tr("Said by"), {{tr("Anyone"), QString()}, {tr("User"), QStringLiteral("user")},
        {tr("Assistant"), QStringLiteral("assistant")}, {tr("System"), QStringLiteral("system")},
        {tr("Tool"), QStringLiteral("tool")}});
    m_created = field(tr("Time"), tr("Any time, or: last month, 2025-06-01"));
    m_tags = field(tr("Tags"), tr("Any tag, or: billing, urgent"));
    m_image = new QCheckBox(tr("With an image"));
    auto *widget = new QWidget;
    auto *row = new QHBoxLayout(widget);
    row->setContentsMargins({});
    row->setSpacing(kGrid);
    row->addWidget(m_object);
    row->addWidget(m_role);
    row->addWidget(m_created, 1);
    row->addWidget(m_tags, 1);
    row->addWidget(m_image);
    for (QLineEdit *edit : {m_created, m_tags})
        connect(edit, &QLineEdit::returnPressed, this, &SearchPage::search);
    connect(m_object, &QComboBox::currentIndexChanged, this, [this] {
        const bool isMessages = m_object->currentData().toInt() == int(SearchObject::Message);
        m_role->setEnabled(isMessages);
        m_image->setEnabled(isMessages);
    });
    return widget;
}

void SearchPage::reload()
{
    if (!session().mayWork()) {
        m_picker->hide();
        showEmpty({"search", tr("Auditors do not search"),
            tr("What tenants have said is shown to owners and operators alone; who searched for it stands in the audit log.")});
        return;
    }
    showLoading();
    m_picker->reload();
}

void SearchPage::projectsRead()
{
    const ProjectModel &projects = m_picker->projects();
    if (!projects.isLoaded() && projects.error())
        showError(*projects.error());
    else if (projects.rowCount() == 0)
        showEmpty({"search", tr("Nothing to search in yet"), tr("Create a project first."), tr("Go to Tenants"),
            [this] { navigator().open("tenants"); }});
    else
        showFilled();
}

void SearchPage::scopeChanged()
{
    const auto place = m_picker->place();
    m_scope->setVisible(place && m_picker->known() == ScopePicker::Known::Yes);
    if (place)
        m_scope->setScope(m_picker->projectName(), place->nameSpace);
    // What was found in one tenant is never in sight under the name of another.
    if (m_model.isAnswered() && (!place || place->projectId != m_model.place().projectId
            || place->nameSpace != m_model.place().nameSpace))
        m_model.clear();
    else if (m_model.isAnswered() && !m_model.isLoading() && m_model.rowCount() == 0)
        showNothing();
    if (place && std::exchange(m_wantsSearch, false))
        search();
}

void SearchPage::showTarget(const Target &target)
{
    if (!target.text.isEmpty()) {
        m_query->setText(target.text);
        m_wantsSearch = true;
    }
    if (!target.projectId.isEmpty())
        m_picker->choose({target.projectId, target.nameSpace.value_or(QString())});
    m_query->setFocus();
}

client::SearchRequest SearchPage::request() const
{
    client::SearchRequest asked;
    asked.query = m_query->text().trimmed();
    asked.object = static_cast<SearchObject>(m_object->currentData().toInt());
    asked.mode = static_cast<SearchMode>(m_mode->currentData().toInt());
    asked.limit = kMostResults;
    asked.created = m_created->text().trimmed();
    // Only dates are read in a zone, and some systems name one that they do not know.
    const QByteArray zone = QTimeZone::systemTimeZoneId();
    if (!asked.created.isEmpty() && QTimeZone::isTimeZoneIdAvailable(zone))
        asked.timezone = QString::fromLatin1(zone);
    for (const QString &tag : m_tags->text().split(u',', Qt::SkipEmptyParts))
        asked.tags.append(tag.trimmed());
    if (m_role->isEnabled())
        asked.role = m_role->currentData().toString();
    if (m_image->isEnabled() && m_image->isChecked())
        asked.hasImage = true;
    asked.explain = true;
    return asked;
}

void SearchPage::search()
{
    const auto place = m_picker->place();
    if (place && !m_query->text().trimmed().isEmpty())
        m_model.search(*place, request());
    else if (!place)
        m_picker->setFocus();
}

void SearchPage::showAnswer()
{
    m_summary->clear();
    m_panel->show(m_model.answer());
    m_panel->setVisible(m_explain->isChecked());
    if (m_model.isLoading()) {
        m_stack->showLoading();
    } else if (m_model.error()) {
        m_stack->showError(*m_model.error(), [this] { search(); });
    } else if (!m_model.isAnswered()) {
        m_stack->showState({"search", tr("Ask one tenant's conversations"),
            tr("Choose a project and a namespace, then ask in your own words. Only that namespace is searched.")});
    } else if (m_model.rowCount() == 0) {
        showNothing();
    } else {
        m_stack->showContent();
        m_list->setCurrentIndex(m_model.index(0));
        QString line = tr("%Ln results", nullptr, m_model.rowCount());
        line += QStringLiteral("  ·  ") + tr("%1 ms").arg(m_model.elapsedMs());
        if (const auto &range = m_model.answer().created)
            line += QStringLiteral("  ·  ") + rangeText(*range);
        m_summary->setText(line);
    }
}

// In a namespace that is mistyped nothing is found either, which would be taken for an answer.
void SearchPage::showNothing()
{
    if (m_picker->known() == ScopePicker::Known::No) {
        m_stack->showState({"search", tr("There is no namespace %1 in %2").arg(visibleLine(m_model.place().nameSpace, 60),
                                          visibleLine(m_picker->projectName(), 60)),
            tr("Names are compared letter by letter. Choose one that is offered while you type.")});
    } else {
        m_stack->showState({"search", tr("Nothing was found"), tr("Ask in other words, or take filters away.")});
    }
}

void SearchPage::open(int row)
{
    const SearchRow &found = m_model.row(row);
    if (found.dialogueId.isEmpty())
        return; // memories are whole in the list
    navigator().open("tenants", {.projectId = m_model.place().projectId, .nameSpace = m_model.place().nameSpace,
        .dialogueId = found.dialogueId, .messageId = found.messageId});
}

CLOISTER_PAGE(SearchPage, "search", QT_TRANSLATE_NOOP("PageRegistry", "Search"), "search", 30)

} // namespace cloister::ui
