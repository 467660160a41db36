#!/usr/bin/env bash
# Mixed load for twenty minutes: look-ups, comparisons and explanations from wrk, and beside it searches, bounce messages, batches, batches that are cut off,
# and requests that are refused. Memory and open files after it have to be what they were once the service was warm, and nothing may have failed.
#
#   deploy/check-soak.sh           on Debian with the .NET SDK and wrk; MINUTES=20, CONNECTIONS=8, PORT=18290
#
# PROGRAM names a build of the service to load, such as a native one (tests/native.sh); without it the service is built for the runtime of the machine.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
readonly port=${PORT:-18290} minutes=${MINUTES:-20} connections=${CONNECTIONS:-8}
readonly service=http://127.0.0.1:$port
work=$(mktemp -d)
pid=
side=

main() {
  trap finish EXIT
  trap 'exit 1' INT TERM
  type -P wrk > /dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends wrk > /dev/null; }
  local service_command=("${PROGRAM:-}")
  if [ -z "${PROGRAM:-}" ]; then
    dotnet build "$root/src/SmtpCodeApi" --configuration Release --nologo --verbosity quiet --output "$work/app" > "$work/build" || { cat "$work/build"; exit 1; }
    service_command=(dotnet "$work/app/SmtpCodeApi.dll")
  fi
  make_bodies
  (ASPNETCORE_ENVIRONMENT=Production exec "${service_command[@]}" --urls "$service" > "$work/log" 2>&1) &
  pid=$!
  until curl --silent --fail --output /dev/null --max-time 2 "$service/health/ready"; do sleep 0.2; done

  echo 'minute  working set  open files  threads  requests'
  sample 0
  others &
  side=$!
  wrk --threads 1 --connections "$connections" --duration "${minutes}m" --timeout 10s --script "$root/deploy/proxy/load.lua" "$service" > "$work/wrk" 2>&1 &
  local load=$! minute warm warm_files
  for ((minute = 1; minute <= minutes; minute++)); do
    sleep 60
    sample "$minute"
    # Warm after a quarter of the time: compiled, caches filled, heap at the size that the load asks for.
    if ((minute == (minutes + 3) / 4)); then warm=$(memory) warm_files=$(open_files); fi
  done
  wait "$load" || true
  kill "$side"
  wait "$side" 2> /dev/null || true
  sleep 5
  sample after
  grep '^requests=' "$work/wrk"

  local failed=0
  expect 'the working set is at most a fifth above what it was when warm' $(($(memory) * 5 <= warm * 6))
  expect 'no more files are open than when it was warm' $(($(open_files) <= warm_files))
  expect 'wrk saw no failure' "$(grep -cE '^requests=[1-9][0-9]* connect=0 read=0 write=0 timeout=0 status=0$' "$work/wrk")"
  expect 'nothing was answered 500' $((! $(curl --silent "$service/metrics" | grep -c 'http_response_status_code="500"')))
  expect 'the log has no error' $((! $(grep -c '"@l":"Error"\|"@l":"Fatal"' "$work/log")))
  ((failed == 0))
}

expect() { if (($2)); then echo "ok   $1"; else echo "FAIL $1"; failed=$((failed + 1)); fi; }

memory() { awk '/^VmRSS/ { print $2 }' "/proc/$pid/status"; }

open_files() { find "/proc/$pid/fd" -mindepth 1 | wc -l; }

sample() {
  local requests
  requests=$(curl --silent "$service/metrics" | awk '/^http_server_request_duration_seconds_count/ { sum += $NF } END { print sum + 0 }')
  printf '%6s  %8d KiB  %10d  %7d  %8d\n' "$1" "$(memory)" "$(open_files)" "$(awk '/^Threads/ { print $2 }' "/proc/$pid/status")" "$requests"
}

make_bodies() {
  local line
  for ((line = 0; line < 2000; line++)); do echo "{\"id\":\"$line\",\"reply\":\"550 5.1.1 <user$line@example.org>: Recipient address rejected: User unknown\"}"; done > "$work/batch"
  printf '%s\r\n' 'Content-Type: multipart/report; report-type=delivery-status; boundary=b' '' '--b' 'Content-Type: message/delivery-status' '' 'Reporting-MTA: dns; mx.example.net' '' \
    'Final-Recipient: rfc822; bob@example.org' 'Action: failed' 'Status: 5.2.2' 'Diagnostic-Code: smtp; 552 5.2.2 Mailbox full' '' '--b--' > "$work/bounce.eml"
  head -c 300000 /dev/zero | tr '\0' x > "$work/large"
}

others() {
  local number=0
  while true; do
    number=$((number + 1))
    ask "/codes?q=mailbox+full+$((number % 50))"
    ask "/codes?view=full" --header 'Accept-Encoding: br'
    ask "/codes/5.77.$((number % 999))"
    ask '/codes/35a'
    ask "/nowhere/$number"
    ask '/explain' --header 'Content-Type: message/rfc822' --data-binary "@$work/bounce.eml"
    ask '/explain' --header 'Content-Type: text/plain' --data-binary "@$work/large"
    ask '/explain/batch' --header 'Content-Type: application/x-ndjson' --data-binary "@$work/batch"
    # Cut off by its client.
    timeout 0.05 curl --silent --output /dev/null --limit-rate 20k --header 'Content-Type: application/x-ndjson' --data-binary "@$work/batch" "$service/explain/batch" || true
    sleep 0.1
  done
}

ask() { curl --silent --output /dev/null --max-time 20 "${@:2}" "$service$1" || true; }

finish() {
  local code=$?
  set +e
  [[ -z $side ]] || kill "$side" 2> /dev/null
  [[ -z $pid ]] || kill -TERM "$pid" 2> /dev/null
  wait 2> /dev/null
  rm -rf "$work"
  exit "$code"
}

main "$@"
