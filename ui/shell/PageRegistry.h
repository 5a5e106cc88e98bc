#pragma once

#include "ui/shell/Navigator.h"

#include <QByteArray>
#include <QList>

#include <functional>

class QWidget;

namespace cloister::ui {

class Page;

/// A page of the console as the navigation lists it.
struct PageInfo
{
    QByteArray id;     ///< "audit": objectName of the page and name in Navigator::open()
    const char *title; ///< marked with QT_TRANSLATE_NOOP("PageRegistry", ...)
    const char *icon;  ///< a name of resources/icons
    int order;         ///< in the navigation, from the top: Overview 10, Tenants 20, ... Settings 80
    std::function<Page *(const PageContext &context)> make; ///< called when the page is first opened in a session
};

/// Every page, put here by CLOISTER_PAGE before main begins. GUI thread afterwards.
class PageRegistry
{
public:
    static int add(const PageInfo &info);
    /// In the navigation's order.
    static QList<PageInfo> all();
    static QString titleOf(const PageInfo &info);
};

} // namespace cloister::ui

/// Registers a page. Stands once, at file scope at the end of the page's .cpp, within namespace cloister::ui. The class
/// is made with one argument, a `const PageContext &`.
#define CLOISTER_PAGE(Class, id, title, icon, order) \
    static const int registered##Class = cloister::ui::PageRegistry::add({id, title, icon, order, \
        [](const cloister::ui::PageContext &context) -> cloister::ui::Page * { return new Class(context); }});
