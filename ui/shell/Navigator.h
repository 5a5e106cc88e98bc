#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace cloister::ui {

class Jobs;
class Session;

/// What a page is to show when it is opened; what is left out stays as the page last had it.
struct Target
{
    QString projectId = {};
    std::optional<QString> nameSpace = {}; ///< "" = the default one
    QString dialogueId = {};
    QString messageId = {};
    QString text = {}; ///< a query or filter
};

/// The way from one page to another. GUI thread.
class Navigator
{
public:
    virtual ~Navigator() = default;

    /// Shows the page of that id ("tenants", "search", "audit", "access", ...); does nothing when there is none.
    virtual void open(const QByteArray &pageId, const Target &target = {}) = 0;
    /// A line in the status area, for some seconds: something went well. `text` may hold stored text.
    virtual void announce(const QString &text) = 0;
};

/// What every page is given; all of it outlives the page.
struct PageContext
{
    Session &session;
    Jobs &jobs;
    Navigator &navigator;
};

} // namespace cloister::ui
