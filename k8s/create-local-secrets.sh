#!/usr/bin/env bash
# The Secrets that overlays/local refers to, from the variables of .env (see .env.example).
set -euo pipefail

# secret NAME USERNAME PASSWORD
secret() {
  kubectl create secret generic "$1" --namespace brew --type kubernetes.io/basic-auth --dry-run=client --output yaml \
    --from-literal "username=$2" --from-literal "password=$3" | kubectl apply --filename -
}

folder=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=/dev/null
. "$folder/../.env"
kubectl apply --filename "$folder/overlays/local/namespace.yaml"
secret postgres-superuser postgres "${POSTGRES_PASSWORD:?}"
for service in order inventory notification query; do
  for role in owner service; do
    password=BREW_${service^^}_${role^^}_PASSWORD
    secret "brew-$service-$role" "brew_${service}_$role" "${!password:?}"
  done
done
