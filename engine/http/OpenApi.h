#pragma once

#include "engine/http/RouteTable.h"

namespace cloister::http {

/// The OpenAPI 3.1 document of every route of the table.
QByteArray openApiDocument(const RouteTable &routes);

} // namespace cloister::http
