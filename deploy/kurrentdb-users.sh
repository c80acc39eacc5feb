#!/bin/sh
# Gives the cluster the users that sunledger works as, and says what they may
# do. It may be run again at any time: it changes a password to the one that is
# given, and does nothing else twice. It needs curl and the HTTP interface of
# the streams (KURRENTDB_ENABLE_ATOM_PUB_OVER_HTTP).
#
#   sunledger         reads and appends
#   sunledger-reader  reads
#
# Neither deletes, truncates or sets metadata: the ledger forgets nothing, and
# the cluster holds its servers to that.
set -eu
umask 077

: "${NODES:?the hosts of the cluster, divided by spaces}"
: "${CA:?the file of the certificate authority}"
: "${ADMIN_PASSWORD:?}" "${WRITER_PASSWORD:?}" "${READER_PASSWORD:?}"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { echo "$*" >&2; exit 1; }

# Passwords go into files, so that no list of processes shows them.
user() {
	case $2 in *[!A-Za-z0-9]*) fail "the password of $1 has other characters than letters and digits" ;; esac
	printf 'user = "%s:%s"\n' "$1" "$2" >"$work/$1"
}
user admin "$ADMIN_PASSWORD"
user sunledger "$WRITER_PASSWORD"
user sunledger-reader "$READER_PASSWORD"

# ask USER NODE PATH [OPTION…] prints the status of the answer, 000 for none.
ask() {
	as=$1 node=$2 path=$3
	shift 3
	curl --config "$work/$as" --silent --output /dev/null --write-out '%{http_code}' \
		--cacert "$CA" --max-time 10 "$@" "https://$node:2113$path" || true
}

# until_any WANTED USER PATH [OPTION…] asks one node after the other until one
# answers as wanted, for two minutes: after a start the cluster elects a leader
# first. It prints the answer.
until_any() {
	wanted=$1 who=$2 where=$3
	shift 3
	tries=0
	while [ "$tries" -lt 60 ]; do
		for n in $NODES; do
			status=$(ask "$who" "$n" "$where" "$@")
			case " $wanted " in *" $status "*) echo "$status"; return ;; esac
		done
		tries=$((tries + 1))
		sleep 2
	done
	fail "$where: the last answer was $status, wanted was one of $wanted"
}

# post WANTED PATH TYPE takes the body from standard input.
post() {
	cat >"$work/body"
	until_any "$1" admin "$2" --header "Content-Type: $3" --data-binary "@$work/body"
}

until_any 200 admin /users/admin >/dev/null

# account NAME PASSWORD FULL-NAME
account() {
	status=$(post '201 409' /users/ application/json <<-JSON
		{"loginName": "$1", "password": "$2", "fullName": "$3", "groups": []}
	JSON
	)
	[ "$status" = 201 ] || post 200 "/users/$1/command/reset-password" application/json >/dev/null <<-JSON
		{"newPassword": "$2"}
	JSON
}
account sunledger "$WRITER_PASSWORD" 'Servers of sunledger'
account sunledger-reader "$READER_PASSWORD" 'Public replicas of sunledger'

# An event with an id that is there already is not written again. Give it
# another id where you change what it says.
events=application/vnd.eventstore.events+json

# The right to streams that have none of their own, which is all of them.
post 201 '/streams/%24settings' "$events" >/dev/null <<'JSON'
[{
  "eventId": "5f5b3a50-3d0f-4c0e-9a3e-6f1f5f0a7c01",
  "eventType": "update-default-acl",
  "data": {
    "$userStreamAcl": {
      "$r": ["$admins", "sunledger", "sunledger-reader"],
      "$w": ["$admins", "sunledger"],
      "$d": "$admins", "$mr": "$admins", "$mw": "$admins"
    },
    "$systemStreamAcl": {"$r": "$admins", "$w": "$admins", "$d": "$admins", "$mr": "$admins", "$mw": "$admins"}
  }
}]
JSON

# The right to read all streams in their order, which only administrators have
# unless they give it.
post 201 '/streams/%24all/metadata' "$events" >/dev/null <<'JSON'
[{
  "eventId": "5f5b3a50-3d0f-4c0e-9a3e-6f1f5f0a7c02",
  "eventType": "$metadata",
  "data": {"$acl": {"$r": ["$admins", "sunledger", "sunledger-reader"]}}
}]
JSON

for name in sunledger sunledger-reader; do
	until_any 200 "$name" '/streams/%24all' --header 'Accept: application/json' >/dev/null
	for n in $NODES; do
		case $(ask "$name" "$n" /streams/sunledger-probe --request DELETE) in
		2*) fail "the user $name can delete a stream; the cluster did not take its rights" ;;
		esac
	done
done
echo 'the cluster knows the users sunledger and sunledger-reader'
