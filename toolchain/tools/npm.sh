# shellcheck shell=bash
# The npm packages of this clone: installed anew only if they are not what the lock file says.

# npm_packages_bring goes on beside what follows, until aside_end.
npm_packages_bring() {
  npm_packages_current || aside "installing npm packages" npm ci --no-audit --no-fund --prefer-offline
}

npm_packages_current() {
  (cd "${ROOT}" && node toolchain/tools/npm-installed.mjs) 2>/dev/null
}
