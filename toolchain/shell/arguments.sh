# shellcheck shell=bash disable=SC2034  # what is set here, other parts read
# The command line.

usage() {
  cat <<'TEXT'
Usage: bash setup.sh [--check | --destroy | --env] [--nodes N] [--repair] [--yes]
                     [--source auto|brew|release|modules]
       bash setup.sh --login TEAM [--as NAME] | --logout [TEAM]
       bash setup.sh --break-glass TEAM --reason TEXT [--as NAME] [--minutes N]

Without a mode: brings the tools, starts the cluster, deploys both services with Pulumi
and proves by live traffic who can reach whom. Run again, it does what is missing.

  --check     say what is there, what is missing and where it would come from; changes nothing
  --destroy   remove stack, cluster and state; the tools stay in the cache
  --env       print the exports for your own shell: eval "$(bash setup.sh --env)"
  --nodes     how many nodes the cluster has, 1 to 5; by default 1, or as it was made
  --source    where missing tools come from: brew (macOS), release (official releases,
              Linux), modules (built from package registries, Linux as root); auto chooses
  --repair    put back what somebody changed by hand on the program's objects
  --yes       install Debian packages without asking

  --login     write a kubeconfig of its own for a person of a team and print what that
              person may do; told another name, it says which teams there are
  --logout    remove what --login and --break-glass wrote, for a team or for all
  --break-glass  wider rights in a team's namespace, that end by themselves; who took
              them and why is kept
  --as        the person's name; by default yours on this machine
  --reason    why, in 10 to 200 characters
  --minutes   for how long, 10 to 60; by default 60
  --help      print this

Exit codes: 0 done; 1 failed, with the reason and the remedy; 2 wrong usage;
130 interrupted, 143 terminated: run it again and it goes on from there.
TEXT
}

# arguments_parse sets MODE (up, check, destroy, env, login, logout or break-glass),
# SOURCE_WISH, NODES, REPAIR and ASSUME_YES, and TEAM, PERSON, REASON and MINUTES where the mode takes them.
arguments_parse() {
  MODE=up SOURCE_WISH=auto NODES='' REPAIR='' ASSUME_YES='' TEAM='' PERSON='' REASON='' MINUTES=''
  while (($# > 0)); do
    case $1 in
      --check | --destroy | --env | --login | --logout | --break-glass)
        [[ ${MODE} == up ]] || usage_error "--${MODE} and $1 exclude each other"
        MODE=${1#--}
        if [[ ${MODE} == *log* || ${MODE} == break-glass ]] && [[ -n ${2:-} && $2 != -* ]]; then
          TEAM=$2
          shift
        fi
        ;;
      --source | --nodes | --as | --reason | --minutes)
        (($# > 1)) || usage_error "$1 needs a value"
        argument_take "$1" "$2"
        shift
        ;;
      --source=* | --nodes=* | --as=* | --reason=* | --minutes=*) argument_take "${1%%=*}" "${1#*=}" ;;
      --repair) REPAIR=yes ;;
      --yes) ASSUME_YES=yes ;;
      --help | -h)
        usage
        exit 0
        ;;
      *) usage_error "unknown argument: $1" ;;
    esac
    shift
  done
  [[ ${MODE} == up || -z ${REPAIR} ]] || usage_error "--repair and --${MODE} exclude each other"
  [[ ${MODE} == up || -z ${NODES} ]] || usage_error "--nodes and --${MODE} exclude each other"
  case ${MODE} in
    login | logout | break-glass) person_arguments_check ;;
    *) [[ -z ${PERSON}${REASON}${MINUTES} ]] || usage_error "--as, --reason and --minutes go with --login or --break-glass" ;;
  esac
}

# argument_take OPTION VALUE
argument_take() {
  [[ -n $2 ]] || usage_error "$1 needs a value"
  case $1 in
    --source)
      case $2 in
        auto | brew | release | modules) SOURCE_WISH=$2 ;;
        *) usage_error "unknown source: $2" ;;
      esac
      ;;
    --nodes)
      [[ $2 == [1-5] ]] || usage_error "--nodes takes a number from 1 to 5, not: $2"
      NODES=$2
      ;;
    --as) PERSON=$2 ;;
    --reason) REASON=$2 ;;
    *) MINUTES=$2 ;;
  esac
}

usage_error() {
  printf 'setup.sh: %s\n\n' "$1" >&2
  usage >&2
  exit 2
}
