#pragma once

#include "engine/client/SearchRecords.h"

#include <QScrollArea>

class QFormLayout;

namespace cloister::ui {

/// How an answer came about: the partition that was asked, the candidates of each index, the time of each stage. GUI
/// thread.
class ExplainPanel : public QScrollArea
{
    Q_OBJECT

public:
    explicit ExplainPanel(QWidget *parent = nullptr);

    void show(const client::SearchAnswer &answer);
    using QScrollArea::show;

private:
    void add(const QString &name, const QString &value);

    QFormLayout *m_form;
};

} // namespace cloister::ui
