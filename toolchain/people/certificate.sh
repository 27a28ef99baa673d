# shellcheck shell=bash
# Client certificates for people, signed by the cluster itself through its
# CertificateSigningRequest API. The cluster keeps no list of them: one is good until its
# time is over, and no longer.

# kubectl_admin ARGUMENTS… runs kubectl with the rights of the clone that made the cluster.
kubectl_admin() {
  cluster_kubectl --request-timeout=30s "$@"
}

# certificate_bring FILE USER GROUP SECONDS [REASON] writes FILE, for its owner's eyes only:
# a new key and, for so long, the certificate by which the API server knows USER of GROUP.
certificate_bring() {
  local file=$1 user=$2 group=$3 seconds=$4 reason=${5:-} request status=0
  rm -f "${file}.part"
  (umask 077 && : >"${file}.part") || return
  openssl ecparam -name prime256v1 -genkey -noout -out "${file}.part"
  request=$(certificate_request "${file}.part" "${user}" "${group}" "${seconds}" "${reason}" | kubectl_admin create -f - -o name)
  certificate_sign "${request}" >>"${file}.part" || status=$?
  kubectl_admin delete "${request}"
  ((status == 0)) || { rm -f "${file}.part"; return "${status}"; }
  openssl x509 -noout -subject -enddate -in "${file}.part"
  mv "${file}.part" "${file}"
}

# certificate_request KEY USER GROUP SECONDS REASON prints the object that asks the cluster
# to sign; why it was asked for stands in the audit log.
certificate_request() {
  local pem reason=
  [[ -z $5 ]] || reason=", sre-challenge/reason: $(json_string "$5")"
  pem=$(openssl req -new -sha256 -key "$1" -subj "/O=$3/CN=$2" -config <(printf '[req]\ndistinguished_name=subject\n[subject]\n') | openssl base64 -A)
  cat <<TEXT
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata:
  generateName: person-
  annotations: { sre-challenge/user: $(json_string "$2")${reason} }
spec:
  signerName: kubernetes.io/kube-apiserver-client
  expirationSeconds: $4
  usages: [client auth]
  request: ${pem}
TEXT
}

# certificate_sign REQUEST lets the cluster sign and prints the certificate.
certificate_sign() {
  local certificate
  kubectl_admin certificate approve "$1" >&2 &&
    kubectl_admin wait --for=jsonpath='{.status.certificate}' --timeout=30s "$1" >&2 &&
    certificate=$(kubectl_admin get "$1" --output=jsonpath='{.status.certificate}') &&
    printf '%s' "${certificate}" | openssl base64 -d -A
}

# certificate_end FILE prints when it ends, as in "Nov 24 23:10:00 2026 UTC".
certificate_end() {
  openssl x509 -noout -enddate -in "$1" | sed -e 's/^notAfter=//' -e 's/GMT$/UTC/'
}

# json_string TEXT prints printable text as a string of JSON, which YAML takes too.
json_string() {
  printf '"%s"' "$(printf '%s' "$1" | sed 's/[\\"]/\\&/g')"
}
