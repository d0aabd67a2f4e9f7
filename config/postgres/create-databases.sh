#!/usr/bin/env bash
# A database, an owner and a service role for each service. The PostgreSQL image runs this once, on a new volume.
set -euo pipefail

for database in brew_order brew_inventory brew_notification brew_query; do
  # BREW_ORDER_OWNER_PASSWORD and so on
  owner_password=${database^^}_OWNER_PASSWORD
  service_password=${database^^}_SERVICE_PASSWORD
  psql --no-psqlrc --quiet --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 \
    --set database="$database" \
    --set owner="${database}_owner" --set owner_password="${!owner_password:?}" \
    --set service="${database}_service" --set service_password="${!service_password:?}" \
    --file "${DATABASE_SQL:-/config/database.sql}"
done
