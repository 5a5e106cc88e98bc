#include "ui/access/TryIt.h"

#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/CopyButton.h"
#include "ui/widgets/Labels.h"

#include <QAbstractTextDocumentLayout>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QTextBlock>

#include <cmath>

namespace cloister::ui {

// As high as its lines, however they are broken, so that none is out of sight.
class CodeLines final : public QPlainTextEdit
{
public:
    explicit CodeLines(const QString &text) : QPlainTextEdit(text)
    {
        // A block is broken anew some time after the width changed, when it is next needed.
        connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, [this] { fit(); });
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QPlainTextEdit::resizeEvent(event);
        fit();
    }

private:
    void fit()
    {
        double lines = 0;
        for (QTextBlock block = document()->begin(); block.isValid(); block = block.next())
            lines += blockBoundingRect(block).height(); // which breaks it
        const int around = height() - viewport()->height() + static_cast<int>(2 * document()->documentMargin());
        // Half a line more: lines that are laid out are a fraction higher than the font says.
        setFixedHeight(static_cast<int>(std::ceil(lines + 0.5 * fontMetrics().lineSpacing())) + around);
    }
};

// For a POSIX shell.
static QString quoted(QString text)
{
    return QLatin1Char('\'') + text.replace(QLatin1Char('\''), QLatin1String("'\\''")) + QLatin1Char('\'');
}

// JSON that is also a JavaScript literal.
static QString literal(const QString &text)
{
    QString out = QStringLiteral("\"");
    for (const QChar c : text) {
        const bool isPlain = c.unicode() >= 0x20 && c.unicode() < 0x7F && c != QLatin1Char('"') && c != QLatin1Char('\\')
            && c != QLatin1Char('\'');
        out += isPlain ? QString(c) : QStringLiteral("\\u%1").arg(static_cast<uint>(c.unicode()), 4, 16, QLatin1Char('0'));
    }
    return out + QLatin1Char('"');
}

static QString body(const QString &nameSpace)
{
    return QStringLiteral("{\"namespace\":%1,\"message\":{\"role\":\"user\",\"content\":\"Hello\"}}").arg(literal(nameSpace));
}

QString curlLines(const QString &url, const QString &caFile, const QString &key, const QString &nameSpace)
{
    const QString trust = caFile.isEmpty() ? QString() : QLatin1String("--cacert ") + quoted(caFile) + QLatin1Char(' ');
    return QStringLiteral("curl -sS %1-H 'Authorization: Bearer %2' \\\n  %3 \\\n  -d '%4'")
        .arg(trust, key, quoted(url + QLatin1String("/api/v1/dialogue")), body(nameSpace));
}

QString nodeLines(const QString &url, const QString &caFile, const QString &key, const QString &nameSpace)
{
    const QString trust
        = caFile.isEmpty() ? QString() : QLatin1String("NODE_EXTRA_CA_CERTS=") + quoted(caFile) + QLatin1Char(' ');
    return QStringLiteral("%1node -e '\nfetch(%2, {\n  method: \"POST\",\n  headers: { Authorization: \"Bearer %3\" },\n"
                          "  body: JSON.stringify(%4),\n}).then(r => r.json()).then(console.log)'")
        .arg(trust, literal(url + QLatin1String("/api/v1/dialogue")), key, body(nameSpace));
}

TryIt::TryIt(const QString &url, const QString &caFile, const QString &key, const QString &nameSpace, QWidget *parent) :
    QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(kGrid);
    auto *row = new QHBoxLayout;
    QLabel *shown = label(key, "code");
    shown->setObjectName(QStringLiteral("newKeyText"));
    shown->setAccessibleName(tr("The new key"));
    shown->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    shown->setWordWrap(true);
    auto *copy = new CopyButton(tr("Copy the key"));
    copy->setObjectName(QStringLiteral("newKeyCopy"));
    copy->setText(key);
    setFocusProxy(copy);
    connect(copy, &CopyButton::clicked, this, &TryIt::copied);
    row->addWidget(shown, 1);
    row->addWidget(copy);
    column->addLayout(row);
    column->addWidget(paragraph(tr("This is the only time the key is shown. Only a digest of it is kept."), "small"));
    column->addSpacing(kGrid);
    if (url.isEmpty())
        return;
    auto *tabs = new QTabWidget;
    tabs->setObjectName(QStringLiteral("tryItTabs"));
    tabs->addTab(makeCode(tr("Copy the curl line"), curlLines(url, caFile, key, nameSpace), "tryItCurl"), QStringLiteral("curl"));
    tabs->addTab(makeCode(tr("Copy the Node line"), nodeLines(url, caFile, key, nameSpace), "tryItNode"), QStringLiteral("Node"));
    column->addWidget(label(tr("Try it: this stores a first message."), "field"));
    column->addWidget(tabs);
}

QWidget *TryIt::makeCode(const QString &name, const QString &text, const char *objectName)
{
    auto *page = new QWidget;
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins(0, kGrid, 0, 0);
    auto *code = new CodeLines(text);
    setKind(code, "code");
    code->setObjectName(QString::fromLatin1(objectName));
    code->setAccessibleName(name);
    code->setReadOnly(true);
    code->setTabChangesFocus(true);
    code->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    code->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *copy = new CopyButton(name);
    copy->setText(text);
    connect(copy, &CopyButton::clicked, this, &TryIt::copied);
    row->addWidget(code, 1, Qt::AlignTop);
    row->addWidget(copy, 0, Qt::AlignTop);
    return page;
}

} // namespace cloister::ui
