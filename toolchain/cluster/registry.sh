# shellcheck shell=bash
# The registry: a container on the nodes' network, published on this machine's loopback. Who pushes and
# the nodes call it by the same name; a node's containerd is told where that is.

REGISTRY=sre-challenge-registry
REGISTRY_PORT=30500

# registry_up starts it again, or anew where it or its network is gone.
registry_up() {
  registry_answers && return
  registry_start
  wait_for 60 registry_answers
}

# address_beside_nodes NUMBER prints an address of the nodes' network: not one of the first, which are
# the nodes'.
address_beside_nodes() {
  local subnet
  subnet=$(docker network inspect --format '{{(index .IPAM.Config 0).Subnet}}' "${PROFILE}")
  printf '%s.%d\n' "${subnet%.*}" "$1"
}

registry_address() { address_beside_nodes 253; }

registry_answers() {
  curl --disable --silent --fail --max-time 2 --output /dev/null "http://127.0.0.1:${REGISTRY_PORT}/v2/"
}

registry_start() {
  docker start "${REGISTRY}" && return
  docker rm --force "${REGISTRY}"
  docker run --detach --name "${REGISTRY}" --restart always --network "${PROFILE}" --ip "$(registry_address)" \
    --publish "127.0.0.1:${REGISTRY_PORT}:5000" --volume "${REGISTRY}:/var/lib/registry" \
    --entrypoint registry "${REGISTRY_IMAGE}" serve /etc/docker/registry/config.yml
}

# registry_hosts prints what a node's containerd is told of it.
registry_hosts() {
  printf '[host."http://%s:5000"]\ncapabilities = ["pull", "resolve"]\n' "$(registry_address)"
}
