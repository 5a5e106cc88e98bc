#include "engine/crypto/SelfTest.h"

#include "engine/crypto/Bytes.h"

#include <sodium.h>

namespace cloister::crypto {

namespace {

QByteArray fromHex(const char *hex)
{
    return QByteArray::fromHex(QByteArray(hex));
}

QByteArray countingBytes(char first, qsizetype size)
{
    QByteArray bytes(size, '\0');
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = static_cast<char>(first + static_cast<char>(i));
    return bytes;
}

QByteArray computeAead()
{
    const QByteArray plain(
        "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
        "sunscreen would be it.");
    const QByteArray aad = fromHex("50515253c0c1c2c3c4c5c6c7");
    const QByteArray key = countingBytes('\x80', 32);
    const QByteArray nonce = countingBytes('\x40', 24);
    QByteArray sealed(plain.size() + qsizetype(crypto_aead_xchacha20poly1305_ietf_ABYTES), '\0');
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytesOf(sealed), nullptr, bytesOf(plain), lengthOf(plain), bytesOf(aad),
        lengthOf(aad), nullptr, bytesOf(nonce), bytesOf(key));
    QByteArray opened(plain.size(), '\0');
    const bool opens = crypto_aead_xchacha20poly1305_ietf_decrypt(bytesOf(opened), nullptr, nullptr, bytesOf(sealed),
                           lengthOf(sealed), bytesOf(aad), lengthOf(aad), bytesOf(nonce), bytesOf(key))
        == 0;
    return opens && opened == plain ? sealed : QByteArray();
}

QByteArray computeSha256()
{
    QByteArray digest(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(bytesOf(digest), bytesOf("abc"), 3);
    return digest;
}

QByteArray computeHmac()
{
    const QByteArray data("what do ya want for nothing?");
    QByteArray digest(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytesOf("Jefe"), 4);
    crypto_auth_hmacsha256_update(&state, bytesOf(data), lengthOf(data));
    crypto_auth_hmacsha256_final(&state, bytesOf(digest));
    return digest;
}

QByteArray computeSubkey()
{
    const QByteArray key = countingBytes('\0', crypto_kdf_KEYBYTES);
    QByteArray out(32, '\0');
    crypto_kdf_derive_from_key(bytesOf(out), 32, 7, "selftest", bytesOf(key));
    return out;
}

QByteArray computeArgon2id()
{
    const QByteArray passphrase("correct horse");
    QByteArray out(32, '\0');
    const int failed = crypto_pwhash(bytesOf(out), 32, passphrase.constData(), lengthOf(passphrase),
        bytesOf("0123456789abcdef"), 3, 64 * 1024, crypto_pwhash_ALG_ARGON2ID13);
    return failed ? QByteArray() : out;
}

/// Public key, then the signature of the empty message, when verification accepts it and refuses another message.
QByteArray computeEd25519()
{
    const QByteArray seed = fromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    QByteArray publicKey(crypto_sign_PUBLICKEYBYTES, '\0');
    QByteArray secretKey(crypto_sign_SECRETKEYBYTES, '\0');
    QByteArray signature(crypto_sign_BYTES, '\0');
    crypto_sign_seed_keypair(bytesOf(publicKey), bytesOf(secretKey), bytesOf(seed));
    crypto_sign_detached(bytesOf(signature), nullptr, bytesOf("x"), 0, bytesOf(secretKey));
    const bool accepts = crypto_sign_verify_detached(bytesOf(signature), bytesOf("x"), 0, bytesOf(publicKey)) == 0;
    const bool refuses = crypto_sign_verify_detached(bytesOf(signature), bytesOf("x"), 1, bytesOf(publicKey)) != 0;
    return accepts && refuses ? publicKey + signature : QByteArray();
}

} // namespace

QList<KnownAnswer> knownAnswers()
{
    // Sources: the XChaCha20-Poly1305 draft (A.3.1), FIPS 180-4, RFC 4231 case 2, RFC 8032 test 1. BLAKE2b and Argon2id
    // in the forms libsodium offers have no published vector: theirs were made with independent implementations.
    return {
        {"XChaCha20-Poly1305",
            fromHex("bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39"
                    "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
                    "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49"),
            &computeAead},
        {"SHA-256", fromHex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"), &computeSha256},
        {"HMAC-SHA-256", fromHex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"), &computeHmac},
        {"BLAKE2b key derivation", fromHex("3659f14d3915f6ffabe695043f5ebfb655ec1b98d28d536570d407ab4b53d4a7"),
            &computeSubkey},
        {"Argon2id", fromHex("5de797640c71ce5e1dbe17ed17ba7d249adbc20db030460e84bd4c325101844e"), &computeArgon2id},
        {"Ed25519",
            fromHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
                    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                    "d25bf5f0595bbe24655141438e7a100b"),
            &computeEd25519},
    };
}

Result<void> check(const QList<KnownAnswer> &answers)
{
    for (const KnownAnswer &answer : answers) {
        if (answer.compute() != answer.expected)
            return fail(
                ErrorCode::Integrity, QLatin1String("the self-test of %1 failed").arg(QLatin1String(answer.primitive)));
    }
    return {};
}

Result<void> initialise()
{
    static const Result<void> outcome = []() -> Result<void> {
        if (sodium_init() < 0)
            return fail(ErrorCode::Internal, QStringLiteral("libsodium could not be initialised"));
        return check(knownAnswers());
    }();
    return outcome;
}

} // namespace cloister::crypto
