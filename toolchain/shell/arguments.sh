# shellcheck shell=bash disable=SC2034  # what is set here, other parts read
# The command line.

usage() {
  cat <<'TEXT'
Usage: bash setup.sh [--check | --destroy | --env] [--source auto|brew|release|modules] [--yes]

Without a mode: brings the tools, starts the cluster, deploys both services with Pulumi
and proves by live traffic who can reach whom. Run again, it does what is missing.

  --check     say what is there, what is missing and where it would come from; changes nothing
  --destroy   remove stack, cluster and state; the tools stay in the cache
  --env       print the exports for your own shell: eval "$(bash setup.sh --env)"
  --source    where missing tools come from: brew (macOS), release (official releases,
              Linux), modules (built from package registries, Linux as root); auto chooses
  --yes       install Debian packages without asking
  --help      print this

Exit codes: 0 done; 1 failed, with the reason and the remedy; 2 wrong usage;
130 interrupted, 143 terminated: run it again and it goes on from there.
TEXT
}

# arguments_parse sets MODE (up, check, destroy or env), SOURCE_WISH and ASSUME_YES.
arguments_parse() {
  MODE=up
  SOURCE_WISH=auto
  ASSUME_YES=
  while (($# > 0)); do
    case $1 in
      --check | --destroy | --env)
        [[ ${MODE} == up ]] || usage_error "--${MODE} and $1 exclude each other"
        MODE=${1#--}
        ;;
      --source)
        (($# > 1)) || usage_error "--source needs a value"
        SOURCE_WISH=$2
        shift
        ;;
      --source=*) SOURCE_WISH=${1#*=} ;;
      --yes) ASSUME_YES=yes ;;
      --help | -h)
        usage
        exit 0
        ;;
      *) usage_error "unknown argument: $1" ;;
    esac
    shift
  done
  case ${SOURCE_WISH} in
    auto | brew | release | modules) ;;
    *) usage_error "unknown source: ${SOURCE_WISH}" ;;
  esac
}

usage_error() {
  printf 'setup.sh: %s\n\n' "$1" >&2
  usage >&2
  exit 2
}
