#!/bin/sh
# Installs Debian's packages named as arguments when it may, and else says what to do.
set -eu
if ! command -v apt-get >/dev/null; then
  echo "Please install: $*" >&2
  exit 1
fi
if [ "$(id -u)" != 0 ]; then
  echo "Please install first: sudo apt-get install $*" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "$@"
