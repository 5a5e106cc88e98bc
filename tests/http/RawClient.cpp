#include "tests/http/RawClient.h"

#include <array>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace cloister::test {

constexpr time_t kPatienceSeconds = 120;

QByteArray RawAnswer::header(const QByteArray &lowerName) const
{
    const qsizetype at = head.indexOf("\r\n" + lowerName + ':');
    if (at < 0)
        return {};
    const qsizetype from = at + lowerName.size() + 3;
    return head.mid(from, head.indexOf('\r', from) - from).trimmed();
}

static sockaddr_in loopbackAddress(const QByteArray &address, quint16 port)
{
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_port = htons(port);
    ::inet_pton(AF_INET, address.constData(), &result.sin_addr);
    return result;
}

RawClient::RawClient(quint16 port, const QByteArray &fromAddress)
    : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    const timeval patience{kPatienceSeconds, 0};
    const int on = 1;
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    ::setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const sockaddr_in from = loopbackAddress(fromAddress, 0);
    const sockaddr_in to = loopbackAddress("127.0.0.1", port);
    if (::bind(m_descriptor, reinterpret_cast<const sockaddr *>(&from), sizeof from) != 0
        || ::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&to), sizeof to) != 0)
        close();
}

RawClient::~RawClient()
{
    close();
}

void RawClient::close()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

void RawClient::finishSending()
{
    ::shutdown(m_descriptor, SHUT_WR);
}

bool RawClient::send(const QByteArray &bytes)
{
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        const ssize_t count
            = ::send(m_descriptor, bytes.constData() + sent, static_cast<size_t>(bytes.size() - sent), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        sent += count;
    }
    return true;
}

bool RawClient::sendByteByByte(const QByteArray &bytes)
{
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        if (!send(bytes.mid(i, 1)))
            return false;
    }
    return true;
}

bool RawClient::fill()
{
    std::array<char, 65536> chunk;
    const ssize_t count = ::recv(m_descriptor, chunk.data(), chunk.size(), 0);
    m_hasTimedOut = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    if (count > 0)
        m_buffer.append(chunk.data(), count);
    return count > 0;
}

/// The length of the first answer in `bytes`; 0 when it is not whole.
static qsizetype answerLength(const QByteArray &bytes, bool isHead, RawAnswer *answer)
{
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0 || !bytes.startsWith("HTTP/1.1 "))
        return 0;
    answer->head = bytes.left(end + 2).toLower();
    answer->status = bytes.mid(9, 3).toInt();
    const bool hasBody = !isHead && answer->status != 100 && answer->status != 204;
    const qsizetype length = hasBody ? answer->header("content-length").toLongLong() : 0;
    if (bytes.size() < end + 4 + length)
        return 0;
    answer->body = bytes.mid(end + 4, length);
    return end + 4 + length;
}

RawAnswer RawClient::readAnswer(bool isHead)
{
    for (;;) {
        RawAnswer answer;
        if (const qsizetype length = answerLength(m_buffer, isHead, &answer)) {
            m_buffer.remove(0, length);
            return answer;
        }
        if (!fill())
            return {};
    }
}

QByteArray RawClient::readAll()
{
    while (fill()) { }
    return std::exchange(m_buffer, {});
}

bool RawClient::isClosedByServer()
{
    return readAll().isEmpty() && !m_hasTimedOut;
}

} // namespace cloister::test
