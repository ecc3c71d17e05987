# What the scripts share: finding what they need, installing what Debian and Ubuntu have. Sourced, not run.
# SPDX-License-Identifier: Apache-2.0

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "error: $*"
    exit 1
}

# install PACKAGE...: by apt-get as root or by sudo; elsewhere says what is missing and stops.
install() {
    command -v apt-get >/dev/null || fail "please install: $*"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "please install as root: apt-get install $*"
        as_root=(sudo)
    fi
    say "installing $* ..."
    # The ${a[@]+...} form keeps bash 4.3 and older from taking an empty array for an unset one.
    ${as_root[@]+"${as_root[@]}"} apt-get update -qq </dev/null >&2
    ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2
}

# vendor_packages: what scripts/vendors runs and is not there.
vendor_packages() {
    [ -e /usr/share/redmine/config.ru ] || echo redmine redmine-sqlite
    command -v puma >/dev/null || echo puma
    [ -e /usr/share/wordpress/wp-load.php ] || echo wordpress libapache2-mod-php
    [ -e /usr/sbin/mariadbd ] || echo mariadb-server-core
    command -v php >/dev/null || echo php-cli
    command -v curl >/dev/null || echo curl
}

# authorization_packages: what Tests/oauth runs and is not there.
authorization_packages() {
    command -v glewlwyd >/dev/null || echo glewlwyd dbconfig-sqlite3
    [ -x /usr/bin/chromium ] || echo chromium
}

# install_programs PACKAGE...: without the database that Redmine's package would make, which takes long and is not used.
install_programs() {
    [ $# -gt 0 ] || return 0
    local preseed=(debconf-set-selections)
    [ "$(id -u)" -eq 0 ] || preseed=(sudo "${preseed[@]}")
    echo 'redmine redmine/instances/default/dbconfig-install boolean false' | "${preseed[@]}" || true
    install "$@"
}

# What a build needs beside the toolchain.
prepare_build() {
    local missing=()
    command -v git >/dev/null || missing+=(git ca-certificates)
    if [ "$(uname -s)" = Linux ]; then
        [ -e /usr/include/sqlite3.h ] || missing+=(libsqlite3-dev)
        [ -e /usr/include/openssl/ssl.h ] || missing+=(libssl-dev)
        command -v pkg-config >/dev/null || missing+=(pkg-config)
        [ -d /usr/include/c++ ] || missing+=(g++)
    fi
    [ "${#missing[@]}" -eq 0 ] || install "${missing[@]}"
    find_swift
}

# Puts the toolchain on PATH if it is at one of the usual places; needs 6.2 or newer.
find_swift() {
    if ! command -v swift >/dev/null; then
        local place
        for place in /opt/swift/usr/bin /usr/libexec/swift/bin /usr/share/swift/usr/bin \
            "$HOME/.local/share/swiftly/bin" "$HOME/.swiftly/bin"; do
            [ -x "$place/swift" ] && PATH="$place:$PATH" && break
        done
    fi
    command -v swift >/dev/null || fail "no Swift toolchain found; get 6.3 at https://www.swift.org/install/linux/"
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -1)
    # shellcheck disable=SC2086
    set -- ${version:-0 0}
    if [ "$1" -lt 6 ] || { [ "$1" -eq 6 ] && [ "$2" -lt 2 ]; }; then
        fail "Swift $1.$2 is too old; get 6.3 at https://www.swift.org/install/linux/"
    fi
}
