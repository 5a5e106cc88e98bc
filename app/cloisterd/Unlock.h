#pragma once

#include "app/cloisterd/Arguments.h"
#include "engine/crypto/UnlockSecret.h"

#include <vector>

namespace cloister::cli {

/// The directory that --workspace, CLOISTER_WORKSPACE or the user's data directory names.
QString workspaceDirectory(const Arguments &arguments);

/// What may open the workspace, in the order to be tried: from --unlock-file, from CLOISTER_UNLOCK_FILE (a key
/// file, a passphrase or the recovery code), or typed on the terminal. Unauthenticated when none can be had.
Result<std::vector<crypto::UnlockSecret>> unlockSecrets(const Arguments &arguments);

/// The same as it was typed or stands in the file, for a service that is to try it.
Result<crypto::SecureBytes> typedSecret(const Arguments &arguments);

/// What a text may be: a key file's content, or a recovery code and a passphrase, in the order to be tried.
/// InvalidParameter when it can be none of them.
Result<std::vector<crypto::UnlockSecret>> typedSecrets(QByteArrayView text);

/// What a new workspace is to be opened with; typed twice when it comes from the terminal. InvalidParameter for a
/// passphrase of less than 12 characters.
Result<crypto::UnlockSecret> newSecret(const Arguments &arguments);

} // namespace cloister::cli
