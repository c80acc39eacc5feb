#!/bin/sh
# Checks the files of this folder as far as the programs at hand can. It needs
# no Docker engine and changes nothing. What it leaves out it names. What
# compose.yaml and the Dockerfile must say is in deploy_test.go at the root.
set -eu
cd "$(dirname "$0")"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

failed=0
wrong() { echo "deploy: $*" >&2; failed=1; }
have() { command -v "$1" >/dev/null || { echo "deploy: no $1 here: $2 is not checked"; return 1; }; }

# Nothing that is secret is in the example.
grep -Eq '(PASSWORD|KEY)=.' example.env && wrong 'example.env holds a secret'

sh -n kurrentdb-users.sh || wrong 'kurrentdb-users.sh is no script'
if have shellcheck 'kurrentdb-users.sh'; then
	shellcheck kurrentdb-users.sh check.sh || wrong 'shellcheck found something'
fi

if have systemd-analyze 'the units'; then
	# The program need not be installed for that.
	for unit in *.service *.timer; do
		sed 's#exec /usr/local/bin/sunledger#exec /bin/true#' "$unit" >"$work/$unit"
	done
	# It also says what it only ignores, and ends well then.
	if ! said=$(systemd-analyze verify "$work"/*.service "$work"/*.timer 2>&1) || [ -n "$said" ]; then
		wrong "systemd-analyze found something in the units: $said"
	fi
	# Of 100, and every option counts: one that goes missing shows.
	for unit in *.service; do
		said=$(systemd-analyze security --offline=true --threshold=12 --no-pager "$work/$unit" 2>&1) ||
			wrong "$unit is exposed: $(printf '%s\n' "$said" | grep -e '^✗' -e Overall)"
	done
fi

if docker compose version >/dev/null 2>&1; then
	sed 's/PASSWORD=$/PASSWORD=x/' example.env >"$work/env"
	docker compose --env-file "$work/env" --profile cli config --quiet || wrong 'docker compose refuses compose.yaml'
	! docker compose --env-file example.env config --quiet 2>/dev/null || wrong 'compose.yaml takes empty passwords'
else
	echo 'deploy: no docker compose here: it is not asked what it thinks of compose.yaml'
fi

if have caddy 'the Caddyfile'; then
	SUNLEDGER_DOMAIN=ledger.example.cn caddy validate --adapter caddyfile --config Caddyfile >"$work/caddy" 2>&1 ||
		{ cat "$work/caddy"; wrong 'caddy refuses the Caddyfile'; }
fi
exit "$failed"
