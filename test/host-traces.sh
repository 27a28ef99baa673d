#!/usr/bin/env bash
# What setup.sh leaves on its host: nothing but the Debian packages that it names.
#
#   bash test/host-traces.sh record FOLDER    before the first setup.sh
#   bash test/host-traces.sh compare FOLDER   after --destroy: 1 and a list if something stays
#
# Compared are the firewall, links, addresses, routes and their rules, mounts, all of /etc (kind,
# mode, owner, time of change, link's target, content), packages, and the processes that came.
# Left out, because they are none of setup.sh's doing: counters and lifetimes; the times of
# folders; processes that ended; those that descend from another shell that was there before;
# those that know nothing of this clone; this script's own group, and what it descends from. What apt changes in /etc while it installs
# the named packages counts as theirs.
set -euo pipefail
ROOT=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)

main() {
  local folder=${2:?usage: bash test/host-traces.sh record|compare FOLDER}
  command -v iptables-save >/dev/null || { echo "host-traces: iptables-save is missing: apt-get install iptables" >&2; exit 2; }
  case $1 in
    record)
      mkdir -p "${folder}"
      aspects "${folder}" firewall network mounts files packages processes
      date '+%Y-%m-%d  %H:%M:%S' >"${folder}/since"
      ;;
    compare)
      [[ -f ${folder}/since ]] || { echo "host-traces: nothing was recorded in ${folder}" >&2; exit 2; }
      compare "${folder}"
      ;;
    *) echo "host-traces: record or compare, not $1" >&2; exit 2 ;;
  esac
}

# aspects FOLDER NAME... writes each into a file of its name.
aspects() {
  local folder=$1 name
  shift
  for name in "$@"; do "${name}" >"${folder}/${name}"; done
}

firewall() {
  local save
  for save in iptables-save ip6tables-save; do
    "${save}" | sed -e '/^#/d' -e 's/\[[0-9]*:[0-9]*\]//'
  done
}

network() {
  ip -oneline -details link | sed 's/ state [A-Z]* / /'
  ip -oneline address | sed 's/ *valid_lft.*//'
  ip route show table all
  ip rule
}

mounts() {
  mount
}

# files prints a line for each path below /etc, in order.
files() {
  {
    find /etc -type d -printf '%p\t%y %m %U:%G\n'
    find /etc -type l -printf '%p\t%y %T@ %l\n'
    find /etc -type f -printf '%p\t' -printf '%y %m %U:%G %T@ ' -exec sha256sum {} \; | sed 's/  .*//'
    find /etc ! -type d ! -type l ! -type f -printf '%p\t%y %m %U:%G\n'
  } | LC_ALL=C sort
}

packages() {
  dpkg-query --show --showformat='${Package} ${Version} ${db:Status-Abbrev}\n'
}

# processes prints process, when it was started, parent, group and command of each that is not the kernel's.
processes() {
  local pid
  for pid in /proc/[0-9]*; do
    pid=${pid#/proc/}
    command="$(tr '\0\n' '  ' 2>/dev/null <"/proc/${pid}/cmdline")" \
      awk '{ process = $1; sub(/^.*\) /, ""); if (ENVIRON["command"] != "") print process, $20, $2, $3, ENVIRON["command"] }' \
      "/proc/${pid}/stat" 2>/dev/null || true
  done
}

compare() {
  local folder=$1 now aspect wrong=0
  now=$(mktemp -d)
  # shellcheck disable=SC2064  # this very folder
  trap "rm -rf '${now}'" EXIT
  aspects "${now}" firewall network mounts files packages
  for aspect in firewall network mounts; do
    report "${aspect}" changes "${folder}/${aspect}" "${now}/${aspect}" || wrong=1
  done
  report packages packages_unnamed "${folder}" "${now}" || wrong=1
  report /etc files_changed "${folder}" "${now}" || wrong=1
  report processes processes_stay "${folder}" || wrong=1
  return "${wrong}"
}

# changes BEFORE NOW prints the lines that came or went. What a cluster that was killed had left
# before the first run may go.
changes() {
  diff "$1" "$2" | grep '^[<>]' | grep -v '^<.*sre-challenge' || true
}

# report WHAT COMMAND... fails, and shows what COMMAND printed, if that is anything.
report() {
  local what=$1 found
  shift
  found=$("$@" || true)
  if [[ -z ${found} ]]; then
    printf 'host-traces: %s: as before\n' "${what}"
  else
    printf 'host-traces: %s: CHANGED\n%s\n' "${what}" "${found}"
    return 1
  fi
}

# apt_runs FOLDER prints start, end and packages of each installation of apt since then that names
# nothing but what setup.sh may name.
apt_runs() {
  local nameable
  # With no program on the PATH, all are missing.
  nameable=$(
    # shellcheck disable=SC2123
    CACHE='' PATH=/nonexistent
    source "${ROOT}/toolchain/versions.env"
    source "${ROOT}/toolchain/modules/modules.sh"
    modules_packages
  )
  awk -v since="$(<"$1/since")" -v nameable="${nameable}" '
    BEGIN { split(nameable, names, "\n"); for (i in names) may[names[i]] = 1 }
    /^Start-Date: / { start = substr($0, 13); named = 0; changed = "" }
    /^Commandline: apt-get install --yes --no-install-recommends / {
      named = 1
      for (i = 6; i <= NF; i++) if (!($i in may)) named = 0
    }
    /^(Install|Upgrade): / {
      sub(/^[A-Za-z]*: /, ""); gsub(/ \([^)]*\),?/, ""); gsub(/:[a-z0-9]+/, "")
      changed = changed " " $0
    }
    /^End-Date: / && named && start >= since { print start "\t" substr($0, 11) "\t" changed }
  ' /var/log/apt/history.log
}

packages_unnamed() {
  local runs
  runs=$(apt_runs "$1" | cut -f3)
  [[ -z ${runs} ]] || echo "host-traces: named by setup.sh, with what they need: ${runs}" >&2
  diff "$1/packages" "$2/packages" | awk -v runs="${runs}" '
    BEGIN { split(runs, packages, /[ \n]+/); for (i in packages) changed[packages[i]] = 1 }
    /^[<>]/ && !($2 in changed)'
}

# files_changed prints what differs in /etc, but for what changed while apt ran.
files_changed() {
  local path changed start end
  diff "$1/files" "$2/files" | sed -n 's/^[<>] \([^\t]*\).*/\1/p' | sort -u | while read -r path; do
    changed=$(stat --format=%Z "${path}" 2>/dev/null || stat --format=%Z "$(dirname "${path}")" 2>/dev/null || echo 0)
    while IFS=$'\t' read -r start end _; do
      ((changed < $(date --date="${start}" +%s) || changed > $(date --date="${end}" +%s) + 1)) || continue 2
    done < <(apt_runs "$1")
    printf '%s\n' "${path}"
  done
}

# processes_stay FOLDER prints the processes that came since and are no business of others. What
# setup.sh leaves belongs to init, or to what this script itself descends from, once setup.sh is gone.
processes_stay() {
  local found tries=20
  until found=$(processes | awk -v self="$$" '
    NR == FNR { before[$1, $2] = 1; next }
    { parent[$1] = $3; group[$1] = $4; old[$1] = (($1, $2) in before); line[$1] = $0 }
    END {
      for (it = self; it in parent; it = parent[it]) mine[it] = 1
      for (pid in parent) {
        if (old[pid] || mine[pid] || group[pid] == group[self]) continue
        for (it = parent[pid]; it in parent && !old[it] && !mine[it]; it = parent[it]) continue
        if (!(it in parent) || mine[it] || it == 1) print line[pid]
      }
    }' "$1/processes" - | from_setup) && [[ -z ${found} ]] || ((--tries == 0)); do
    sleep 0.5 # what is ending may end
  done
  printf '%s' "${found}"
}

# from_setup takes lines of processes and prints those that setup.sh can have started: its
# environment, folder and programs have the clone or the cache in them, and a child keeps them.
from_setup() {
  local pid rest
  while read -r pid rest; do
    if {
      readlink "/proc/${pid}/cwd" "/proc/${pid}/exe"
      tr '\0' '\n' <"/proc/${pid}/cmdline"
      tr '\0' '\n' <"/proc/${pid}/environ"
    } 2>/dev/null | grep -F -e "${ROOT}" -e sre-challenge >/dev/null; then
      printf '%s %s\n' "${pid}" "${rest}"
    fi
  done
}

main "$@"
