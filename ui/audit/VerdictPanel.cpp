#include "ui/audit/VerdictPanel.h"

#include "ui/models/RecordText.h"
#include "ui/session/Jobs.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace cloister::ui {

QString verdictTitle(const client::Verdict &verdict)
{
    if (verdict.integrity == client::Proof::Broken)
        return VerdictPanel::tr("The log was changed.");
    if (verdict.completeness == client::Proof::Broken)
        return VerdictPanel::tr("Events are missing from the log.");
    if (verdict.integrity == client::Proof::Holds && verdict.completeness == client::Proof::Holds)
        return VerdictPanel::tr("The log is whole and was not changed.");
    if (verdict.checkpoints == 0)
        return VerdictPanel::tr("No change was found; the log is too new to have been signed.");
    return VerdictPanel::tr("What is there was not changed; that nothing is missing cannot be proved.");
}

static QString figuresText(const client::Verdict &verdict)
{
    if (verdict.checkpoints > 0)
        return VerdictPanel::tr("%1 events and %2 signed checkpoints were examined; signatures vouch for the events up "
                                "to number %3 of %4.")
            .arg(countText(verdict.events), countText(verdict.checkpoints), countText(verdict.coveredTo),
                countText(verdict.lastEvent));
    return VerdictPanel::tr("%Ln events were examined.", nullptr, static_cast<int>(verdict.events)) + u' '
        + VerdictPanel::tr("A checkpoint is signed from time to time, with every export and when the workspace is closed; "
                           "from then on it can also be proved that nothing is missing.");
}

QString verdictText(const client::Verdict &verdict)
{
    QStringList lines{figuresText(verdict)};
    if (verdict.firstBad)
        lines.append(VerdictPanel::tr("The first event that does not fit is number %1.").arg(countText(*verdict.firstBad)));
    for (const QString &problem : verdict.problems.mid(0, 3))
        lines.append(visibleLine(problem, 240));
    return lines.join(u'\n');
}

VerdictPanel::VerdictPanel(QWidget *parent) :
    QFrame(parent),
    m_icon(new QLabel),
    m_log(label(QString(), "small")),
    m_title(label(QString(), "heading")),
    m_text(paragraph(QString(), "muted")),
    m_progress(new QProgressBar),
    m_goTo(new QPushButton(tr("Show that event")))
{
    setObjectName(QStringLiteral("verdict"));
    m_log->setObjectName(QStringLiteral("verdictLog"));
    m_title->setObjectName(QStringLiteral("verdictTitle"));
    auto *closeButton = new QToolButton;
    closeButton->setIcon(themeIcon("close"));
    closeButton->setAccessibleName(tr("Close"));
    connect(closeButton, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_goTo, &QPushButton::clicked, this, [this] { Q_EMIT eventAsked(m_firstBad); });
    auto *texts = new QVBoxLayout;
    texts->addWidget(m_log);
    texts->addWidget(m_title);
    texts->addWidget(m_text);
    texts->addWidget(m_progress);
    texts->addWidget(m_goTo, 0, Qt::AlignLeft);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    row->setSpacing(2 * kGrid);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    row->addWidget(closeButton, 0, Qt::AlignTop);
    hide();
}

void VerdictPanel::setLook(const char *kind, const char *image, const QString &title, const QString &text)
{
    setKind(this, kind);
    style()->unpolish(this);
    style()->polish(this);
    const Tone tone = qstrcmp(kind, "danger") == 0 ? Tone::Danger : qstrcmp(kind, "warning") == 0 ? Tone::Warning : Tone::Success;
    m_icon->setPixmap(iconPixmap(image, 3 * kGrid, qstrcmp(kind, "card") == 0 ? Tone::Accent : tone, devicePixelRatioF()));
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    m_progress->hide();
    m_goTo->hide();
    QFrame::show();
}

void VerdictPanel::setLog(const QString &name)
{
    m_log->setText(tr("Log: %1").arg(name));
}

void VerdictPanel::follow(const Job *job)
{
    setLook("card", "shield", tr("Examining the log…"), QString());
    m_progress->setRange(0, 0);
    m_progress->show();
    connect(job, &Job::changed, m_progress, [this, job] {
        m_progress->setRange(0, job->total() > 0 ? 1000 : 0);
        if (job->total() > 0)
            m_progress->setValue(static_cast<int>(job->done() * 1000 / job->total()));
    });
}

void VerdictPanel::show(const client::Verdict &verdict)
{
    const bool isBroken = verdict.integrity == client::Proof::Broken || verdict.completeness == client::Proof::Broken;
    const bool isProved = verdict.integrity == client::Proof::Holds && verdict.completeness == client::Proof::Holds;
    const bool isFresh = !isBroken && verdict.checkpoints == 0;
    setLook(isBroken ? "danger" : isProved ? "notice" : isFresh ? "card" : "warning", isBroken ? "warning" : isProved ? "check" : "info",
        verdictTitle(verdict), verdictText(verdict));
    m_firstBad = verdict.firstBad.value_or(0);
    m_goTo->setVisible(verdict.firstBad.has_value());
}

void VerdictPanel::showProblem(const QString &text)
{
    setLook("warning", "warning", tr("The log could not be examined."), text);
}

} // namespace cloister::ui
