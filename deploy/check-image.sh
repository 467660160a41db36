#!/usr/bin/env bash
# Builds the image of the Dockerfile, runs it the way it is meant to run, and checks what it does.
#
#   deploy/check-image.sh          as root, on Debian with the .NET SDK; everything else comes from apt
#
# Where the base images of the Dockerfile can be pulled, they are. Where they cannot, stand-ins with the same names are made of
# Debian's packages and this machine's .NET. Stand-ins prove what the Dockerfile does with its bases, and the user, the port, the
# read-only root and the health check of the result. They prove nothing about the content, the size or the flaws of the real bases.
set -euo pipefail

readonly image=smtpcodeapi:check
readonly name=smtpcodeapi-check
root=$(cd "$(dirname "$0")/.." && pwd)
limits=(--read-only --read-only-tmpfs=false --cap-drop=ALL --security-opt no-new-privileges --ulimit nproc=1000:1000 --ulimit nofile=1000:1000)
work=
passed=0
failed=0

main() {
  [[ $(id -u) == 0 ]] || { echo "check-image.sh installs packages and mounts images: run it as root." >&2; exit 1; }
  work=$(mktemp -d)
  trap finish EXIT
  trap 'exit 1' INT TERM
  install_tools
  configure_tools

  check 'docker-compose accepts docker-compose.yml' docker-compose -f "$root/docker-compose.yml" config --quiet
  check 'docker-compose accepts its profile for several replicas' docker-compose -f "$root/docker-compose.yml" --profile scale config --quiet
  if type -P kubectl > /dev/null; then
    check 'kubectl renders deploy/kubernetes' manifests_render
    check 'the manifests run the user of the image' contains "$work/manifests.yaml" 'runAsUser: 1654'
  else
    echo 'skip kubectl renders deploy/kubernetes (there is no kubectl)'
  fi

  sdk=$(base_image SDK_IMAGE)
  runtime=$(base_image RUNTIME_IMAGE)
  if ! { pull "$sdk" && pull "$runtime"; }; then
    make_stand_ins "${sdk%@*}" "${runtime%@*}"
  fi

  commit=$(git -C "$root" rev-parse --verify --quiet HEAD 2> /dev/null || echo 0123456789abcdef0123456789abcdef01234567)
  must 'the Dockerfile builds' build
  echo "     The image has $(size "$image")B, $(size "$runtime")B of them the base."
  check 'the image runs as user 1654' equal "$(inspect_image '{{.User}}')" 1654
  check 'the image exposes port 8080' equal "$(inspect_image '{{json .Config.ExposedPorts}}')" '{"8080/tcp":{}}'
  check 'the image is labelled with its commit' equal "$(label revision)" "$commit"
  check 'the image is labelled with its base' equal "$(label base.name)" "$runtime"
  check 'the image has no shell' no_shell

  must 'the container starts' start
  address=http://$(podman port "$name" 8080/tcp)
  check '/health/ready answers within 30 s' ready
  check 'GET /codes/354 answers 200' equal "$(status /codes/354)" 200
  check 'GET /health/live answers 200' equal "$(status /health/live)" 200
  curl --silent --max-time 5 "$address/version" > "$work/version" || true
  check '/version tells the commit' contains "$work/version" "\"commit\":\"$commit\""
  check '/version tells the version of the label' contains "$work/version" "\"version\":\"$(label version)\""
  check 'the process is user 1654, not root' process_has '^Uid:\s+1654\s+1654\s+1654\s+1654$'
  check 'the process has no capabilities' process_has '^CapEff:\s+0+$'
  check 'the process can gain no privileges' process_has '^NoNewPrivs:\s+1$'
  check 'the root file system is read-only' root_is_read_only
  check 'the health check says healthy' healthy
  check 'the health check fails without a service' equal "$(exit_code podman run --rm "${limits[@]}" "$image" --healthcheck)" 1
  check 'SIGTERM stops it with exit code 0' stops
}

install_tools() {
  local package missing=()
  for package in buildah podman runc debootstrap skopeo docker-compose curl ca-certificates; do
    dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>&1 | grep -q '^installed$' || missing+=("$package")
  done
  if ((${#missing[@]})); then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
  fi
}

# Storage of our own, removed at the end; and settings under which containers also run inside a container or a small virtual machine.
configure_tools() {
  cat > "$work/storage.conf" << END
[storage]
driver = "vfs"
graphroot = "$work/storage"
runroot = "$work/run"
END
  cat > "$work/containers.conf" << END
[containers]
default_ulimits = []
[engine]
tmp_dir = "$work/libpod"
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
END
  export CONTAINERS_STORAGE_CONF=$work/storage.conf CONTAINERS_CONF=$work/containers.conf
  export BUILDAH_ISOLATION=chroot TMPDIR=$work
}

check() {
  local what=$1 output
  shift
  if output=$("$@" 2>&1); then
    passed=$((passed + 1))
    echo "ok   $what"
  else
    failed=$((failed + 1))
    echo "FAIL $what"
    tail -n 40 <<< "$output" | sed 's/^/     /'
  fi
}

# A check without which the others make no sense.
must() {
  local before=$failed
  check "$@"
  ((failed == before)) || exit 1
}

finish() {
  local code=$?
  set +e
  podman rm --force --ignore --time 5 "$name" &> /dev/null
  podman image umount --all --force &> /dev/null
  rm -rf --one-file-system "$work"
  if ((code != 0 && failed == 0)); then
    failed=1
    echo 'FAIL the checks came to their end'
  fi
  echo "$passed passed, $failed failed"
  exit $((failed > 0))
}

equal() { [[ $1 == "$2" ]] || { echo "'$1' instead of '$2'"; return 1; }; }

contains() { grep -qF -- "$2" "$1" || { echo "no '$2' in:"; cat "$1"; return 1; }; }

exit_code() {
  local code=0
  "$@" &> /dev/null || code=$?
  echo "$code"
}

inspect_image() { podman image inspect --format "$1" "$image"; }

label() { inspect_image "{{index .Labels \"org.opencontainers.image.$1\"}}"; }

size() { podman image inspect --format '{{.Size}}' "$1" | numfmt --to=si; }

manifests_render() { kubectl kustomize "$root/deploy/kubernetes" > "$work/manifests.yaml"; }

base_image() { sed -n "s/^ARG $1=//p" "$root/Dockerfile"; }

pull() { timeout 600 buildah pull --quiet "$1" &> "$work/pull"; }

# $1, the SDK: Debian's smallest system, a compiler to link with, and this machine's SDK. $2, the base: the system's libraries, nothing else.
make_stand_ins() {
  echo "     The base images cannot be pulled ($(tail -n 1 "$work/pull" | grep -oE '[^:]+$' | sed 's/^ //')): making stand-ins."
  local release mirror dotnet container
  local system=$work/system bare=$work/system/bare
  release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  # shellcheck disable=SC2016 # the dollar is apt's
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $release" 'Component: main' | head -n 1)
  dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
  debootstrap --variant=minbase --include=ca-certificates,libstdc++6,gcc,libc6-dev,zlib1g-dev "$release" "$system" "$mirror" > "$work/debootstrap" || { tail "$work/debootstrap"; return 1; }

  mkdir -p "$bare"/{etc/ssl/certs,tmp,usr/bin,usr/lib,usr/share,home/app}
  ln -s usr/lib "$bare/lib"
  chroot "$system" bash -c 'shopt -s nullglob; cp -L --parents /usr/lib64/ld-linux* /usr/lib/ld-linux* /usr/lib/*-linux-gnu*/{libc,libm,libdl,libpthread,librt,libresolv,libgcc_s,libstdc++,libz,libssl,libcrypto}.so* /bare'
  [[ ! -e $bare/usr/lib64 ]] || ln -s usr/lib64 "$bare/lib64"
  cp -a "$system/usr/share/zoneinfo" "$bare/usr/share/"
  cp -L "$system/etc/ssl/certs/ca-certificates.crt" "$bare/etc/ssl/certs/"
  printf 'root:x:0:0:root:/root:/sbin/nologin\napp:x:1654:1654::/home/app:/sbin/nologin\n' > "$bare/etc/passwd"
  printf 'root:x:0:\napp:x:1654:\n' > "$bare/etc/group"
  chmod 1777 "$bare/tmp"
  mv "$bare" "$work/bare"

  container=$(buildah from scratch)
  buildah copy --quiet "$container" "$system" / > /dev/null
  buildah copy --quiet "$container" "$dotnet" /usr/share/dotnet > /dev/null
  buildah run "$container" -- ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet
  buildah config --env APP_UID=1654 --env DOTNET_RUNNING_IN_CONTAINER=true --env DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true \
    --env DOTNET_GENERATE_ASPNET_CERTIFICATE=false --env DOTNET_NOLOGO=true "$container"
  buildah commit --quiet --rm "$container" "$1" > /dev/null
  container=$(buildah from scratch)
  buildah copy --quiet "$container" "$work/bare" / > /dev/null
  buildah config --user 1654 --env APP_UID=1654 --env DOTNET_RUNNING_IN_CONTAINER=true \
    --env DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true --env ASPNETCORE_HTTP_PORTS=8080 "$container"
  buildah commit --quiet --rm "$container" "$2" > /dev/null
  rm -rf "$system" "$work/bare"
  sdk=$1 runtime=$2
}

# Restores as this machine does: with its certificates, and with its feeds where its user has named any.
build() {
  local options=()
  [[ ! -f ~/.nuget/NuGet/NuGet.Config ]] || options+=(--secret "id=nuget,src=$HOME/.nuget/NuGet/NuGet.Config")
  [[ ! -f /etc/ssl/certs/ca-certificates.crt ]] || options+=(--volume /etc/ssl/certs/ca-certificates.crt:/etc/ssl/certs/ca-certificates.crt:ro)
  buildah bud --format docker --isolation chroot --pull=never --layers=false "${options[@]}" \
    --build-arg SDK_IMAGE="$sdk" --build-arg RUNTIME_IMAGE="$runtime" --build-arg COMMIT="$commit" --tag "$image" "$root"
}

no_shell() {
  local mounted shell
  mounted=$(podman image mount "$image")
  for shell in bin/sh bin/bash bin/busybox usr/bin/sh usr/bin/bash usr/bin/busybox; do
    [[ ! -e $mounted/$shell ]] || { echo "/$shell"; return 1; }
  done
}

start() { podman run --detach --name "$name" "${limits[@]}" --publish 127.0.0.1::8080 "$image"; }

ready() {
  local deadline=$((SECONDS + 30))
  until curl --silent --fail --output /dev/null --max-time 2 "$address/health/ready"; do
    ((SECONDS < deadline)) || { podman logs "$name"; return 1; }
    sleep 0.2
  done
}

status() { curl --silent --output /dev/null --max-time 5 --write-out '%{http_code}' "$address$1" || true; }

process() { podman inspect --format '{{.State.Pid}}' "$name"; }

process_has() { grep -qP "$1" "/proc/$(process)/status" || { cat "/proc/$(process)/status"; return 1; }; }

# As root and past the permissions of the files: only the mount itself can refuse this.
root_is_read_only() {
  local folder
  for folder in '' app/ tmp/ home/app/; do
    ! touch "/proc/$(process)/root/${folder}written" 2> "$work/refusal" || { echo "/$folder can be written"; return 1; }
    contains "$work/refusal" 'Read-only file system' || return 1
  done
}

healthy() { podman healthcheck run "$name"; }

stops() {
  podman stop --time 35 "$name"
  equal "$(podman inspect --format '{{.State.ExitCode}}' "$name")" 0 || { podman logs --tail 20 "$name"; return 1; }
}

main "$@"
