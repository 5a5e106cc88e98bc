#!/bin/bash
# Installs what Cloister needs from the distribution (Debian 12 package names), and nothing when all of it is there.
#
#   installer/dependencies.sh build    what building and running take
#   installer/dependencies.sh test     that, and what the tests take besides
#
# Needs root or sudo only when something is missing. Exit status: 0 all there, 1 could not be installed, 2 wrong use.
set -euo pipefail

# compilers and tools
build=(g++ make cmake ninja-build ccache pkg-config binutils)
# Qt; the HTTP server's CMake files ask for WebSockets without depending on its package
build+=(qt6-base-dev qt6-base-dev-tools qt6-httpserver-dev qt6-websockets-dev qt6-charts-dev qt6-svg-dev
    qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-qpa-plugins libqt6opengl6-dev libgl1-mesa-dev fonts-dejavu-core fonts-inter
    qt6-image-formats-plugins qt6-translations-l10n)
# libraries
build+=(libsqlcipher-dev libhnswlib-dev libsodium-dev libssl-dev libstemmer-dev libicu-dev)
# for the sample: a client, and a look at the certificates
build+=(curl openssl ca-certificates)

test=(clang clang-tidy libclang-rt-14-dev xvfb xauth strace util-linux)

fail() {
    echo "dependencies: $1" >&2
    exit "${2:-1}"
}

case "${1:-}" in
    build) wanted=("${build[@]}") ;;
    test) wanted=("${build[@]}" "${test[@]}") ;;
    *) fail "usage: $0 build|test" 2 ;;
esac

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    fail "this is no Debian system. Install by hand what corresponds to: ${wanted[*]} nodejs npm"
fi

installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null | sed -n 's/ installed$//p') || true
missing=()
for package in "${wanted[@]}"; do
    grep -qxF -- "$package" <<<"$installed" || missing+=("$package")
done
# The language model is fetched as an npm package. Any Node will do, wherever it came from.
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
[ ${#missing[@]} -eq 0 ] && exit 0

asRoot=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "these packages are missing and need root, or sudo, to install: ${missing[*]}"
    asRoot=(sudo)
fi

echo "dependencies: installing ${missing[*]}"
install=("${asRoot[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}")
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! "${install[@]}" >"$log" 2>&1; then
    # The package lists may be missing or too old: refresh them, once, and try again.
    "${asRoot[@]}" apt-get update -q >"$log" 2>&1 || { cat "$log" >&2; fail "apt-get update failed"; }
    "${install[@]}" >"$log" 2>&1 || { tail -n 30 "$log" >&2; fail "could not install ${missing[*]}"; }
fi
