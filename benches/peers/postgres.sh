#!/bin/sh
# A Postgres server of one's own in a folder: no port, fsync on, room for 600 clients.
#
#     peers/postgres.sh start FOLDER   prints its socket's folder, and that of its programs
#     peers/postgres.sh stop FOLDER
#
# The programs are found by PG_BIN, in the PATH or where Debian puts them.
set -eu

verb=$1
folder=$2

for bin in "${PG_BIN:-}" "$(dirname "$(command -v initdb || echo -)")" /usr/lib/postgresql/*/bin; do
    [ -x "$bin/initdb" ] && [ -x "$bin/pgbench" ] && break
done
[ -x "$bin/pgbench" ] || { echo "no initdb with pgbench: install postgresql, or name its folder in PG_BIN" >&2; exit 1; }

# Postgres refuses to be run by root.
as() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

case $verb in
start)
    mkdir -p "$folder"
    folder=$(cd "$folder" && pwd)
    socket=$(mktemp -d)   # short: the path of a socket may have 107 bytes
    [ "$(id -u)" = 0 ] && chown postgres "$folder" "$socket"
    echo "$socket" >"$folder/socket"
    cd "$folder"
    as "$bin/initdb" --auth=trust --username=postgres --no-sync "$folder/data" >"$folder/initdb.out"
    as "$bin/pg_ctl" --pgdata="$folder/data" --log="$folder/data/log" --wait \
        --options="-k $socket -c listen_addresses= -c max_connections=600 -c shared_buffers=256MB" \
        start >&2
    echo "$socket"
    echo "$bin"
    ;;
stop)
    cd "$folder"
    as "$bin/pg_ctl" --pgdata="$folder/data" --mode=immediate stop >&2
    rm -rf "$(cat "$folder/socket")"
    ;;
*)
    echo "start or stop" >&2
    exit 2
    ;;
esac
