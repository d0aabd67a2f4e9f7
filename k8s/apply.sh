#!/usr/bin/env bash
# Rolls an overlay out: everything but the services, then the migrations to their end, then the services.
set -euo pipefail

if [ $# -ne 1 ]; then
  echo "Usage: k8s/apply.sh OVERLAY      an overlay is a folder of k8s/overlays; kubectl's context is the cluster" >&2
  exit 2
fi
overlay=$(dirname "${BASH_SOURCE[0]}")/overlays/$1
namespace=brew

# Jobs cannot be changed, so those of the last rollout go.
kubectl delete job --namespace "$namespace" --selector 'app.kubernetes.io/component in (migration, topics)' \
  --ignore-not-found
kubectl apply --kustomize "$overlay" --selector 'app.kubernetes.io/component notin (service)'
kubectl wait job --namespace "$namespace" --selector app.kubernetes.io/component=migration \
  --for condition=complete --timeout 15m
kubectl apply --kustomize "$overlay"
for service in order inventory notification query; do
  kubectl rollout status deployment "$service-service" --namespace "$namespace" --timeout 10m
done
