#!/usr/bin/env bash
# Renders every overlay, and the component of the alerts, with kubectl, and validates what comes out against the schemas
# of Kubernetes and of the operators. Needs kubectl, kubeconform and the network; `./mvnw verify` checks more of the same
# files without any of them.
#
#   k8s/check.sh             renders and validates
#   k8s/check.sh --render    renders alone
set -euo pipefail

KUBERNETES=1.34.0
CATALOG='https://raw.githubusercontent.com/datreeio/CRDs-catalog/7b1e26ef9deea49293714d204c1a2270aab1178f/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json'

cd "$(dirname "${BASH_SOURCE[0]}")"
for overlay in overlays/*/ components/alerts/; do
  echo "== $overlay"
  if [ "${1-}" = --render ]; then
    kubectl kustomize "$overlay" >/dev/null
  else
    kubectl kustomize "$overlay" | kubeconform -strict -summary -kubernetes-version "$KUBERNETES" \
      -schema-location default -schema-location "$CATALOG" -
  fi
done
