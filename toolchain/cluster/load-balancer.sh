# shellcheck shell=bash
# The way in: a load balancer on the nodes' network, published on this machine's loopback, as a cloud's
# stands before its nodes. It asks those on which invoice-app runs, whichever of them are alive.

LOAD_BALANCER=sre-challenge-load-balancer
INVOICE_APP_NODE_PORT=30081

# load_balancer_up starts it again, or anew where it or its network is gone, or it is to be told something else.
load_balancer_up() {
  local configuration="${STATE}/haproxy.cfg"
  load_balancer_configuration >"${configuration}.part"
  if [[ -f ${configuration} && $(<"${configuration}") == "$(<"${configuration}.part")" ]]; then
    container_runs "${LOAD_BALANCER}" && return
    docker start "${LOAD_BALANCER}" && return
  fi
  docker rm --force "${LOAD_BALANCER}"
  docker create --name "${LOAD_BALANCER}" --restart always --network "${PROFILE}" --ip "$(address_beside_nodes 252)" \
    --publish "127.0.0.1:${INVOICE_APP_NODE_PORT}:${INVOICE_APP_NODE_PORT}" --cap-drop ALL --user 65534 \
    --env INVOICE_APP_NODE_PORT="${INVOICE_APP_NODE_PORT}" --entrypoint haproxy "${LOAD_BALANCER_IMAGE}" -W -f /usr/local/etc/haproxy/haproxy.cfg
  docker cp "${configuration}.part" "${LOAD_BALANCER}:/usr/local/etc/haproxy/haproxy.cfg"
  mv "${configuration}.part" "${configuration}"
  docker start "${LOAD_BALANCER}"
}

load_balancer_configuration() {
  local node address
  cat "${ROOT}/toolchain/cluster/haproxy.cfg"
  pod_ranges | while read -r node _ address; do
    printf '  server %s %s:%d\n' "${node}" "${address}" "${INVOICE_APP_NODE_PORT}"
  done
}
