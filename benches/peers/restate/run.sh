#!/bin/sh
# Restate's durable turns, as a table like that of `cargo bench -p flow-benches --bench durable`.
#
#     benches/peers/restate/run.sh [--seconds 2] [--rounds 5] [--clients 1,64,512] [--conversations 2000]
#
# It needs node with npm, and cargo with Rust 1.90. It installs the server of package-lock.json (216 MB)
# and builds the service here, once; keeps the server's data in a folder of its own, on this disk; and
# ends what it started.
set -eu
cd "$(dirname "$0")"

[ -d node_modules ] || npm ci --ignore-scripts >&2
cargo build --release --locked --quiet --target-dir target
server=$(ls node_modules/@restatedev/restate-server-*/bin/restate-server)

data=$(mktemp -d ./data.XXXXXX)
started=
end() {
    [ -z "$started" ] || kill $started 2>/dev/null || true
    wait
    rm -rf "$data"
}
trap end EXIT
trap 'exit 1' INT TERM

target/release/service >"$data/service.log" 2>&1 &
started="$!"
DO_NOT_TRACK=1 RESTATE_DISABLE_TELEMETRY=true \
    "$server" --no-logo --config-file restate.toml --base-dir "$data" >"$data/server.log" 2>&1 &
started="$started $!"

# Until a condition holds, for half a minute at most.
until_it_holds() {
    tries=300
    until "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || { echo "Restate did not start:" >&2; cat "$data"/*.log >&2; exit 1; }
        sleep 0.1
    done
}
until_it_holds curl --fail --silent http://127.0.0.1:18080/restate/health
until_it_holds curl --fail --silent http://127.0.0.1:19070/health
until_it_holds curl --fail --silent --json '{"uri": "http://127.0.0.1:19080"}' http://127.0.0.1:19070/deployments

target/release/load "$@"
