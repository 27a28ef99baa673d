#!/usr/bin/env bash
# What takes longer than each change can wait for: three nodes, each killed once; a third team that comes and goes, and
# all unit tests with it; autoscaling changed to a fixed number and back; rolling updates under load, new passwords, the
# runbook's backup and restores, releases that wait for their migration; callers that need a token; setup.sh killed while
# it builds and while it deploys; the stand-ins for Pulumi's docker and aws providers; both services asked by
# schemathesis; then chaos with the death and the drain of nodes. The cluster stays; one with another number of nodes
# has to go first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

bash setup.sh --nodes 3
environment=$(bash setup.sh --env)
eval "${environment}"
npx jest --selectProjects long --runInBand
for seed in 1 2 3; do npm run chaos -- --payments 2000 --minutes 1 --seed "${seed}"; done
