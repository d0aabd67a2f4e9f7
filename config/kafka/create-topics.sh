#!/usr/bin/env bash
# Creates Brew's topics where they are missing, and refuses one whose number of partitions is not the one below:
# growing it would break the order per key. Nothing else creates topics.
#
# BOOTSTRAP_SERVERS is required; KAFKA_BIN is where kafka-topics.sh is.
set -euo pipefail

KAFKA_BIN=${KAFKA_BIN:-/opt/kafka/bin}
REPLICAS=3
IN_SYNC=2

kafka_topics() { "$KAFKA_BIN/kafka-topics.sh" --bootstrap-server "$BOOTSTRAP_SERVERS" "$@"; }

# create NAME PARTITIONS CONFIGURATION...
create() {
  local name=$1 partitions=$2 found configuration=()
  shift 2
  for setting in "min.insync.replicas=$IN_SYNC" "$@"; do
    configuration+=(--config "$setting")
  done
  kafka_topics --create --if-not-exists --topic "$name" --partitions "$partitions" \
    --replication-factor "$REPLICAS" "${configuration[@]}"
  found=$(kafka_topics --describe --topic "$name" | sed -n 's/.*PartitionCount: *\([0-9]*\).*/\1/p')
  if [ "$found" != "$partitions" ]; then
    echo "topic $name has ${found:-no} partitions, not $partitions" >&2
    exit 1
  fi
}

# Kept for ever: new groups and rebuilds read it from the beginning.
create brew.orders.v1 6 retention.ms=-1

# Dead letters wait for somebody to look at them, with room for the cause headers beside the largest record.
create brew.orders.v1.inventory.dlt 1 retention.ms=-1 max.message.bytes=2097152
create brew.orders.v1.notifications.dlt 1 retention.ms=-1 max.message.bytes=2097152
create brew.orders.v1.order-query.dlt 1 retention.ms=-1 max.message.bytes=2097152
