# shellcheck shell=bash
# The registry: a container on the nodes' network, published on this machine's loopback. Who pushes and
# the nodes call it by the same name; a node's containerd is told where that is.

REGISTRY=sre-challenge-registry
REGISTRY_PORT=30500

# registry_up starts it again, or anew where it or its network is gone.
registry_up() {
  local subnet
  registry_answers && return
  subnet=$(docker network inspect --format '{{(index .IPAM.Config 0).Subnet}}' "${PROFILE}")
  # Not one of the first: Minikube gives those to nodes.
  registry_start "${subnet%.*}.253"
  registry_tell "${subnet%.*}.253"
  wait_for 60 registry_answers
}

registry_answers() {
  curl --disable --silent --fail --max-time 2 --output /dev/null "http://127.0.0.1:${REGISTRY_PORT}/v2/"
}

registry_start() {
  docker start "${REGISTRY}" && return
  docker rm --force "${REGISTRY}"
  docker run --detach --name "${REGISTRY}" --restart always --network "${PROFILE}" --ip "$1" \
    --publish "127.0.0.1:${REGISTRY_PORT}:5000" --volume "${REGISTRY}:/var/lib/registry" \
    --env REGISTRY_STORAGE_DELETE_ENABLED=true --entrypoint registry \
    "${REGISTRY_IMAGE}" serve /etc/docker/registry/config.yml
}

# registry_tell ADDRESS tells each node's containerd.
registry_tell() {
  local node
  for node in $(nodes); do
    printf '[host."http://%s:5000"]\ncapabilities = ["pull", "resolve"]\n' "$1" |
      node_write "${node}" "/etc/containerd/certs.d/localhost:${REGISTRY_PORT}/hosts.toml"
  done
}
