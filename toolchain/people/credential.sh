#!/usr/bin/env bash
# kubectl's credential plugin for a person's certificate: hands out what FILE holds while it
# is valid; else says which command brings a new one. It renews nothing by itself, since
# that takes more rights than the person has.
# Usage: bash credential.sh FILE COMMAND
set -euo pipefail

main() {
  local file=$1 remedy=$2 certificate key
  if ! openssl x509 -checkend 0 -noout -in "${file}" >/dev/null 2>&1; then
    printf 'These credentials were removed or have ended. New ones: %s\n' "${remedy}" >&2
    exit 1
  fi
  certificate=$(block CERTIFICATE "${file}")
  key=$(block 'EC PRIVATE KEY' "${file}")
  printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"clientCertificateData":"%s","clientKeyData":"%s"}}\n' \
    "${certificate}" "${key}"
}

# block KIND FILE prints that part of FILE as the inside of a JSON string.
block() {
  awk -v kind="$1" '
    $0 == "-----BEGIN " kind "-----" { inside = 1 }
    inside { printf "%s\\n", $0 }
    $0 == "-----END " kind "-----" { inside = 0 }' "$2"
}

main "$@"
