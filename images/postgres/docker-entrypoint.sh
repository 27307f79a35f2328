#!/bin/bash
# First run: a new cluster with a password; every run: PostgreSQL as the user postgres.
set -euo pipefail

if [ "$(id -u)" = 0 ] && [ "${1:-}" = postgres ]; then
    install --directory --owner postgres --group postgres --mode 700 "$PGDATA"
    chown --recursive postgres:postgres "$PGDATA"
    exec setpriv --reuid postgres --regid postgres --init-groups "$0" "$@"
fi

if [ "${1:-}" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
    if [ -z "${POSTGRES_PASSWORD:-}" ]; then
        echo >&2 'Error: the database is not initialised and POSTGRES_PASSWORD is not set.'
        echo >&2 '       Give the superuser a password, for example: docker run --env POSTGRES_PASSWORD=secret ...'
        exit 1
    fi
    user=${POSTGRES_USER:-postgres}
    initdb --username "$user" --pwfile <(printf '%s\n' "$POSTGRES_PASSWORD") --auth-local trust --auth-host scram-sha-256
    echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
    pg_ctl --wait --options "-c listen_addresses=''" start
    if [ "${POSTGRES_DB:-$user}" != postgres ]; then
        createdb --username "$user" "${POSTGRES_DB:-$user}"
    fi
    pg_ctl --wait --mode fast stop
    echo
    echo 'PostgreSQL init process complete; ready for start up.'
    echo
fi
unset POSTGRES_PASSWORD

if [ "${1:-}" = postgres ]; then
    set -- "$@" -c listen_addresses='*'
fi
exec "$@"
