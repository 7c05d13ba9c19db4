#!/bin/sh
# Installs what the tests drive for real and what is not there yet: a browser and other people's
# servers. Each line: the program, and the packages of Debian that bring it.
set -eu
cd "$(dirname "$0")"
PATH="$PATH:/usr/sbin:/usr/local/sbin"
missing=""
while read -r program packages; do
  case "$program" in
    /*) [ -n "$(ls $program 2>/dev/null)" ] || missing="$missing $packages" ;;
    *) command -v "$program" >/dev/null || missing="$missing $packages" ;;
  esac
done <<LIST
chromium chromium
nginx nginx
openssl openssl
varnishd varnish
/usr/lib/*/varnish/vmods/libvmod_xkey.so varnish-modules
/usr/lib/postgresql/*/bin/initdb postgresql
LIST
# shellcheck disable=SC2086  # several words on purpose
[ -z "$missing" ] || sh ./debian.sh $missing
