#!/usr/bin/env bash
# Places an order with a running Brew, and reads it back: it came through the outbox, Kafka and the view.
#
#   .github/place-order.sh ORDER_ADDRESS QUERY_ADDRESS      host:port each; needs grpcurl and jq
set -euo pipefail

SECONDS_MAX=120

if [ $# -ne 2 ]; then
  sed -n 's/^#   /Usage: /p' "$0" >&2
  exit 2
fi
orders=$1
queries=$2
cd "$(dirname "${BASH_SOURCE[0]}")/../common-proto/src/main/proto"

# call ADDRESS METHOD FILE REQUEST: prints the order of the answer as soon as there is one
call() {
  local answer
  until answer=$(grpcurl -plaintext -max-time 10 -import-path . -proto "$3" -d "$4" "$1" "$2"); do
    if [ "$SECONDS" -ge "$SECONDS_MAX" ]; then
      echo "$2 had no answer from $1 in $SECONDS_MAX s: look at the logs of its containers" >&2
      return 1
    fi
    sleep 2
  done
  jq --exit-status .order <<<"$answer"
}

# The same request id every time: however often it is called, there is one order.
request="{\"request_id\": \"build-$$\", \"customer_id\": \"cus-001\", \"amount_cents\": 2599, \"currency\": \"EUR\"}"
placed=$(call "$orders" orders.v1.OrderService/Create orders/v1/order_service.proto "$request")
id=$(jq --raw-output .id <<<"$placed")
echo "placed order $id"
read=$(call "$queries" orders.v1.QueryService/Get orders/v1/query_service.proto "{\"id\": \"$id\", \"min_version\": 1}")
if [ "$(jq --raw-output .amountCents <<<"$read")" != 2599 ]; then
  echo "another order was read than was placed: $read" >&2
  exit 1
fi
echo "read it back after $SECONDS s"
