#!/usr/bin/env bash
# Two replicas behind a real nginx with the configuration of deploy/proxy: what the proxy does with requests, and then, under load, one replica killed and
# started again, and both replaced one after the other. No client may see a failure.
#
#   deploy/check-rolling.sh        on Debian with the .NET SDK; nginx and wrk come from apt where they are missing (as root)
#
# Everything is on loopback, on four ports from $PORT on, and takes about a minute and a half.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
readonly port=${PORT:-18280} connections=${CONNECTIONS:-16}
readonly proxy=http://127.0.0.1:$port
work=$(mktemp -d)
declare -a replica=()
nginx_pid=
passed=0
failed=0

main() {
  trap finish EXIT
  trap 'exit 1' INT TERM
  install_tools
  dotnet build "$root/src/SmtpCodeApi" --configuration Release --nologo --verbosity quiet --output "$work/app" > "$work/build" || { cat "$work/build"; exit 1; }
  start_replica 1
  start_replica 2
  wait_ready 1
  wait_ready 2
  start_proxy "$root/deploy/proxy/nginx.conf"

  echo '--- the proxy'
  check 'a look-up is answered and then comes from the cache' cached
  check 'browsers and clients share one entry of each representation' shares_entries
  check 'the codings are kept apart' codings
  check 'an entity tag is answered 304' not_modified
  check 'an Accept that is not known is passed on and not cached' passes_unknown_accept
  check 'an explanation is never cached' uncached_explanation
  check 'a batch is answered line by line while its body is still being sent' streams
  check 'a body of more than 256 KiB is answered with the problem of the service' too_large
  check 'a length that the service would read leniently is refused' strict_length
  check 'a key keeps an answer out of the cache' keys_uncached
  check 'a page asked for under one host is not given to another' hosts_apart
  check 'the log names neither path nor query' log_is_clean

  echo '--- the proxy without retries, to see that the load would see a failure'
  stop_proxy
  sed 's/proxy_next_upstream error timeout .*/proxy_next_upstream off;/' "$root/deploy/proxy/nginx.conf" > "$work/without.conf"
  start_proxy "$work/without.conf"
  load 12 &
  local loading=$!
  sleep 3
  kill_and_restart 1
  wait "$loading"
  check 'without retries, killing a replica is seen by clients' sees_failures
  stop_proxy

  echo '--- faults under load'
  start_proxy "$root/deploy/proxy/nginx.conf"
  load 60 &
  loading=$!
  sleep 3
  act 'kill -9 of one replica, and start it again' kill_and_restart 1
  sleep 2
  act 'replace the first: SIGTERM, exit code 0, start' roll 1
  sleep 2
  act 'replace the second: SIGTERM, exit code 0, start' roll 2
  check 'all of that while the load went on' kill -0 "$loading"
  wait "$loading"
  echo "     $(cat "$work/load")"
  check 'no client saw a failure' no_failures
}

install_tools() {
  local tool missing=()
  for tool in nginx wrk curl; do
    type -P "$tool" > /dev/null || [[ -x /usr/sbin/$tool ]] || missing+=("$tool")
  done
  if ((${#missing[@]})); then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
  fi
  PATH=$PATH:/usr/sbin
}

start_replica() {
  (cd "$work/app" && ASPNETCORE_ENVIRONMENT=Production SmtpCodeApi__TrustedProxies__0=127.0.0.1 exec dotnet SmtpCodeApi.dll --urls "http://127.0.0.1:$((port + $1))" >> "$work/replica-$1.log" 2>&1) &
  replica[$1]=$!
}

wait_ready() {
  local deadline=$((SECONDS + 60))
  until curl --silent --fail --output /dev/null --max-time 2 "http://127.0.0.1:$((port + $1))/health/ready"; do
    ((SECONDS < deadline)) || { tail "$work/replica-$1.log"; return 1; }
    sleep 0.1
  done
}

kill_and_restart() {
  kill -KILL "${replica[$1]}"
  wait "${replica[$1]}" 2> /dev/null || true
  sleep 2
  start_replica "$1"
  wait_ready "$1"
}

roll() {
  local code=0
  kill -TERM "${replica[$1]}"
  wait "${replica[$1]}" || code=$?
  start_replica "$1"
  wait_ready "$1"
  equal "$code" 0
}

# The configuration as it is shipped, but for the port and the folder, and with upstreams that are here.
start_proxy() {
  rm -rf "$work/proxy"
  mkdir -p "$work/proxy"
  sed -e "s|listen 8080|listen 127.0.0.1:$port|" -e "s|/tmp|$work/proxy|g" -e "s|/dev/stdout|$work/proxy/access.log|" -e "s|/dev/stderr|$work/proxy/error.log|" "$1" > "$work/proxy/nginx.conf"
  sed -e '/^resolver/d' -e "s|server replica:8080 resolve\(.*\)|server 127.0.0.1:$((port + 1))\1 server 127.0.0.1:$((port + 2))\1|" "$root/deploy/proxy/upstream.conf" > "$work/proxy/upstream.conf"
  nginx -p "$work/proxy" -c "$work/proxy/nginx.conf" -g "daemon off; user $(id -un);" 2> "$work/proxy/start.log" &
  nginx_pid=$!
  local deadline=$((SECONDS + 20))
  until curl --silent --fail --output /dev/null --max-time 2 "$proxy/version"; do
    ((SECONDS < deadline)) || { tail --lines 5 "$work/proxy/start.log" "$work/proxy/error.log"; exit 1; }
    sleep 0.1
  done
}

stop_proxy() {
  kill -QUIT "$nginx_pid"
  wait "$nginx_pid" 2> /dev/null || true
  nginx_pid=
}

load() { wrk --threads 1 --connections "$connections" --duration "$1s" --timeout 10s --script "$root/deploy/proxy/load.lua" "$proxy" > "$work/wrk" 2>&1; grep '^requests=' "$work/wrk" > "$work/load" || cat "$work/wrk"; }

no_failures() {
  if grep -q '^incomplete' "$work/wrk"; then cat "$work/wrk"; return 1; fi
  grep -qE '^requests=[1-9][0-9]{2,} connect=0 read=0 write=0 timeout=0 status=0$' "$work/load"
}

sees_failures() { cat "$work/load"; ! no_failures; }

# fetch PATH [curl options]: headers in $work/headers, body in $work/body.
fetch() { curl --silent --max-time 10 --dump-header "$work/headers" --output "$work/body" "${@:2}" "$proxy$1"; }

header() { sed -n "s/^$1: *//Ip" "$work/headers" | tr -d '\r'; }

status() { head -n 1 "$work/headers" | cut -d ' ' -f 2; }

equal() { [[ $1 == "$2" ]] || { echo "'$1' instead of '$2'"; return 1; }; }

cached() {
  fetch '/codes/354?first'
  equal "$(header X-Cache)" MISS
  fetch '/codes/354?first'
  equal "$(header X-Cache)" HIT
  equal "$(header Cache-Control)" 'public, max-age=3600'
  fetch '/codes/559?first'
  equal "$(status) $(header X-Cache)" '404 MISS'
  fetch '/codes/559?first'
  equal "$(status) $(header X-Cache)" '404 HIT'
}

shares_entries() {
  local accept
  fetch '/codes/354?shared'
  for accept in '*/*' application/json 'application/json, text/plain, */*'; do
    fetch '/codes/354?shared' --header "Accept: $accept"
    equal "$accept $(header X-Cache) $(header Content-Type | cut -d ';' -f 1)" "$accept HIT application/json"
  done
  fetch '/codes/354?shared' --header 'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
  equal "$(header X-Cache)" MISS
  fetch '/codes/354?shared' --header 'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.7'
  equal "$(header X-Cache)" HIT
}

codings() {
  fetch '/codes/354?coded' --header 'Accept-Encoding: gzip, deflate, br'
  equal "$(header Content-Encoding)" br
  fetch '/codes/354?coded' --header 'Accept-Encoding: deflate, gzip'
  equal "$(header Content-Encoding)" gzip
  fetch '/codes/354?coded'
  equal "$(header Content-Encoding)" ''
  fetch '/codes/354?coded' --header 'Accept-Encoding: br, gzip'
  equal "$(header Content-Encoding) $(header X-Cache)" 'br HIT'
  fetch '/codes/354?coded' --header 'Accept-Encoding: br;q=0, gzip;q=0.5'
  equal "$(header Content-Encoding) $(header X-Cache)" 'gzip BYPASS'
}

not_modified() {
  fetch '/codes/354?tagged'
  local tag
  tag=$(header ETag)
  fetch '/codes/354?tagged' --header "If-None-Match: $tag"
  equal "$(status) $(header ETag)" "304 $tag"
}

passes_unknown_accept() {
  fetch '/codes/354?other' --header 'Accept: image/png'
  equal "$(status) $(header X-Cache)" '406 BYPASS'
  fetch '/codes/354?other' --header 'Accept: image/png, application/json;q=0.1'
  equal "$(status) $(header X-Cache)" '200 BYPASS'
}

uncached_explanation() {
  fetch '/explain?reply=550'
  fetch '/explain?reply=550'
  equal "$(status) $(header X-Cache) $(header Cache-Control)" '200 MISS no-store'
}

streams() {
  local line=
  exec 8<> "/dev/tcp/127.0.0.1/$port"
  printf 'POST /explain/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n9\r\n"250 OK"\n\r\n' >&8
  until [[ $line == '{"line":1,'* ]]; do
    read -r -t 10 -u 8 line || { echo 'no answer before the end of the body'; return 1; }
  done
  printf '9\r\n"250 OK"\n\r\n0\r\n\r\n' >&8
  until [[ $line == '{"line":2,'* ]]; do
    read -r -t 10 -u 8 line || { echo 'no second answer'; return 1; }
  done
  exec 8>&-
}

too_large() {
  head -c 300000 /dev/zero | tr '\0' x > "$work/large"
  fetch /explain --header 'Content-Type: text/plain' --data-binary "@$work/large"
  equal "$(status) $(header Content-Type | cut -d ';' -f 1)" '413 application/problem+json'
}

strict_length() {
  local line
  exec 8<> "/dev/tcp/127.0.0.1/$port"
  printf 'POST /explain HTTP/1.1\r\nHost: localhost\r\nContent-Length: +0\r\n\r\n' >&8
  read -r -t 10 -u 8 line
  exec 8>&-
  [[ $line == 'HTTP/1.1 400 '* ]]
}

keys_uncached() {
  fetch '/codes/354?keyed' --header 'Authorization: Bearer 0123456789abcdef'
  equal "$(header X-Cache)" BYPASS
  fetch '/codes/354?keyed'
  equal "$(header X-Cache)" MISS
}

hosts_apart() {
  fetch '/codes/354?hosts' --header 'Accept: text/html' --header 'Host: other.example'
  grep -q 'http://other.example/codes/354' "$work/body"
  fetch '/codes/354?hosts' --header 'Accept: text/html'
  ! grep -q 'other.example' "$work/body"
}

log_is_clean() {
  fetch '/explain?reply=550+alice@example.com'
  sleep 1.5
  [[ -s $work/proxy/access.log ]]
  ! grep -q 'alice\|/codes\|/explain' "$work/proxy/access.log"
}

# In a subshell, so that the first command that fails ends the check.
check() {
  local code
  set +e
  ( set -e; "${@:2}" ) > "$work/output" 2>&1
  code=$?
  set -e
  report "$code" "$1"
}

# The same in this shell, for what starts and stops processes.
act() {
  local code=0
  "${@:2}" > "$work/output" 2>&1 || code=$?
  report "$code" "$1"
}

report() {
  if (($1 == 0)); then
    passed=$((passed + 1))
    echo "ok   $2"
  else
    failed=$((failed + 1))
    echo "FAIL $2"
    tail -n 20 "$work/output" | sed 's/^/     /'
  fi
}

finish() {
  local code=$? pid
  set +e
  for pid in "${replica[@]}" $nginx_pid; do
    kill -TERM "$pid" 2> /dev/null
  done
  wait 2> /dev/null
  rm -rf "$work"
  if ((code != 0 && failed == 0)); then
    failed=1
    echo 'FAIL the checks came to their end'
  fi
  echo "$passed passed, $failed failed"
  exit $((failed > 0))
}

main "$@"
