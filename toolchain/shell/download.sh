# shellcheck shell=bash
# Files from the network: never used before their checksum is right, never seen half done.

# download WHAT URL SHA256 leaves the file in the cache and its path in DOWNLOADED. A part
# that an earlier run left is resumed; if that does not give the right file, it starts anew.
download() {
  local what=$1 url=$2 sha256=$3 part
  DOWNLOADED="${CACHE}/downloads/${sha256}-${url##*/}"
  part="${DOWNLOADED}.part"
  file_has_sha256 "${DOWNLOADED}" "${sha256}" && return
  rm -f "${DOWNLOADED}"
  mkdir -p "${CACHE}/downloads"
  if [[ -s ${part} ]]; then
    attempt "going on with the download of ${what}" fetch "${url}" "${part}"
    case ${GROUP_STATUS} in
      0 | 22 | 33 | 36) file_has_sha256 "${part}" "${sha256}" || rm -f "${part}" ;; # no such range, or not of this file
      *) fail_with_log "downloading ${what} from ${url}" ;;
    esac
  fi
  if [[ ! -f ${part} ]]; then
    run_logged "downloading ${what}" fetch "${url}" "${part}"
  fi
  if ! file_has_sha256 "${part}" "${sha256}"; then
    local got
    got=$(sha256_of "${part}")
    rm -f "${part}"
    fail "the checksum of ${url} is wrong: ${got}, expected ${sha256}. Nothing was installed from it." \
      "Try again. If it stays so, something on the way changes the file: put ${what% *} on the PATH yourself."
  fi
  mv "${part}" "${DOWNLOADED}"
}

# fetch URL FILE goes on where the connection was cut, a few times: --retry does not take a partial
# file (18) or a reset (56) for a reason. What a user has in ~/.curlrc is for other downloads.
fetch() {
  local status tries=4
  until curl --disable --fail --location --silent --show-error --retry 3 --connect-timeout 10 \
    --speed-limit 1024 --speed-time 30 --continue-at - --output "$2" "$1"; do
    status=$?
    tries=$((tries - 1))
    if [[ ${status} != 18 && ${status} != 56 ]] || ((tries == 0)); then return "${status}"; fi
  done
}

file_has_sha256() {
  [[ -f $1 && $(sha256_of "$1") == "$2" ]]
}

# sha256_of FILE prints the checksum in hexadecimal.
sha256_of() {
  if type -P sha256sum >/dev/null; then
    sha256sum <"$1" | cut -d' ' -f1
  else
    shasum -a 256 <"$1" | cut -d' ' -f1
  fi
}
