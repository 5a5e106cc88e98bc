#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <memory>

namespace cloister::crypto {

/// A secret of any length (passphrase, token, private key text), wiped when it goes. Moves; clone() copies. Not locked
/// into memory: such secrets live for one call, what lives longer is a SecretKey.
class SecureBytes
{
public:
    SecureBytes() = default;
    explicit SecureBytes(QByteArrayView bytes);

    /// Copies `source` and wipes it (its own copy of the bytes, when it shares them with others).
    static SecureBytes take(QByteArray &source);

    SecureBytes(SecureBytes &&other) noexcept;
    SecureBytes &operator=(SecureBytes &&other) noexcept;
    ~SecureBytes();

    SecureBytes clone() const { return SecureBytes(view()); }

    /// Valid as long as the object is. Copies made of it are the caller's to wipe.
    QByteArrayView view() const { return QByteArrayView(m_data.get(), m_size); }
    qsizetype size() const { return m_size; }
    bool isEmpty() const { return m_size == 0; }

private:
    void wipe() noexcept;

    std::unique_ptr<char[]> m_data;
    qsizetype m_size = 0;
};

/// Overwrites the bytes and empties the array. Bytes shared with another array stay as they are there.
void wipe(QByteArray &bytes);
void wipe(QString &text);

} // namespace cloister::crypto
