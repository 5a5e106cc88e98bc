#pragma once

#include "engine/client/Records.h"

#include <QScrollArea>

class QFormLayout;

namespace cloister::ui {

/// Everything one event says. GUI thread.
class EventDetails : public QScrollArea
{
    Q_OBJECT

public:
    explicit EventDetails(QWidget *parent = nullptr);

    void tell(const client::Event &event);

private:
    QFormLayout *m_form;
};

} // namespace cloister::ui
