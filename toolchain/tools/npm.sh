# shellcheck shell=bash
# The npm packages of this clone: installed anew only if the lock file, Node or
# node_modules is not what it was.

npm_packages_bring() {
  npm_packages_current && return
  run_logged "installing npm packages" npm ci --no-audit --no-fund --prefer-offline
  npm_packages_key >"${STATE}/npm-packages"
}

npm_packages_current() {
  [[ -f ${STATE}/npm-packages && -f ${ROOT}/node_modules/.package-lock.json ]] &&
    [[ $(<"${STATE}/npm-packages") == "$(npm_packages_key)" ]]
}

npm_packages_key() {
  sha256_of "${ROOT}/package-lock.json"
  sha256_of "${ROOT}/node_modules/.package-lock.json"
  node --version
}
