# shellcheck shell=bash disable=SC2034  # what is set here, other parts read
# What the API server is told beyond Minikube's own flags, where it runs:
# what it writes into its audit log, and whom it asks about tokens that are not its own.

# On the node: kubeadm mounts this folder into the API server's pod, read-only.
API_SERVER_FILES=/var/lib/minikube/certs
# It answers there where AWS is configured; elsewhere such tokens are just not accepted.
AUTHENTICATOR_URL=https://127.0.0.1:21362/authenticate
AUTHENTICATOR_USER_ID=10000

# api_server_flags prints Minikube's arguments, one a line.
api_server_flags() {
  printf -- '--extra-config=apiserver.%s\n' \
    "audit-policy-file=${API_SERVER_FILES}/$(audit_policy_name)" \
    audit-log-path=- \
    "authentication-token-webhook-config-file=${API_SERVER_FILES}/aws-iam-authenticator/webhook.yaml"
}

# audit_policy_name names the policy by its content, so that Minikube starts the API server
# again when it changes.
audit_policy_name() {
  printf 'audit-policy-%s.yaml\n' "$(sha256_of "${ROOT}/toolchain/cluster/audit-policy.yaml" | cut -c1-16)"
}

# api_server_files_put FOLDER writes what the flags name as it shall be in API_SERVER_FILES.
# The authenticator runs as AUTHENTICATOR_USER_ID and must be given its key.
api_server_files_put() {
  authenticator_files_make
  rm -rf "$1"/audit-policy-*.yaml "$1/aws-iam-authenticator"
  mkdir -p "$1/aws-iam-authenticator"
  cp "${ROOT}/toolchain/cluster/audit-policy.yaml" "$1/$(audit_policy_name)"
  cp "${STATE}"/aws-iam-authenticator/{cert.pem,key.pem,webhook.yaml} "$1/aws-iam-authenticator/"
  chmod 644 "$1"/audit-policy-*.yaml "$1"/aws-iam-authenticator/{cert.pem,webhook.yaml}
  chmod 400 "$1/aws-iam-authenticator/key.pem"
}

# authenticator_files_make makes, once, the key and certificate that the authenticator serves
# by, and the API server's way to it.
authenticator_files_make() {
  local part="${STATE}/aws-iam-authenticator.part" certificate
  [[ ! -d ${STATE}/aws-iam-authenticator ]] || return 0
  rm -rf "${part}"
  mkdir -m 700 "${part}"
  authenticator_certificate_request >"${part}/request.cnf"
  openssl ecparam -name prime256v1 -genkey -noout -out "${part}/key.pem"
  openssl req -x509 -new -sha256 -days 3650 -key "${part}/key.pem" -config "${part}/request.cnf" -out "${part}/cert.pem"
  certificate=$(openssl base64 -A -in "${part}/cert.pem")
  authenticator_webhook "${certificate}" >"${part}/webhook.yaml"
  mv "${part}" "${STATE}/aws-iam-authenticator"
}

authenticator_certificate_request() {
  cat <<'TEXT'
[req]
prompt = no
distinguished_name = subject
x509_extensions = extensions
[subject]
CN = aws-iam-authenticator
[extensions]
subjectAltName = IP:127.0.0.1
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
TEXT
}

# authenticator_webhook CERTIFICATE prints the kubeconfig by which the API server asks.
authenticator_webhook() {
  cat <<TEXT
apiVersion: v1
kind: Config
current-context: aws-iam-authenticator
clusters:
  - name: aws-iam-authenticator
    cluster: { server: "${AUTHENTICATOR_URL}", certificate-authority-data: $1 }
contexts:
  - name: aws-iam-authenticator
    context: { cluster: aws-iam-authenticator, user: api-server }
users:
  - name: api-server
TEXT
}
