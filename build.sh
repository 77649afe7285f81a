#!/usr/bin/env bash
# Builds, tests and runs KafkaGen with plain dotnet commands, after making sure that librdkafka can be found. './build.sh help' lists the verbs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '%s\n' "build.sh: $*" >&2; }
fail() { say "$*"; exit 1; }

help() {
  cat <<'TEXT'
./build.sh VERB [arguments for the underlying command]

  demo    run samples/Quickstart: typed records, produced, acknowledged, read back (--help lists its options)
  test    build the solution and run its tests; the last line sums them up
  bench   run the benchmarks; 'bench compiler' measures the generator and the analyzers, 'bench deploy' size and start by publishing
  roslyn48  run the tests of the generator, the analyzers and the fixes on Roslyn 4.8, the oldest compiler that they serve
  crashes  kill a consume-transform-produce worker at random points on a real Kafka, and count its outputs (--count, --seed)
  runtime8  compare JSON with System.Text.Json on .NET 8, published with a runtime of its own (--cases, --seed, --minutes)
  chaos   inject faults into three nodes of a real Kafka under load (--minutes, --seed, --rate); the table goes to docs/reliability.md
  limits  a full log directory (as root) and the latencies of 300 partitions, on a real Kafka
  aot     publish the AOT samples from packages, warnings as errors, and run them; also linked statically (--all: trimmed, single-file, ...)
  pack    pack the libraries into artifacts/packages; 'pack --twice' checks that two folders make the same bytes
  api     accept the libraries' public API as it is now, in tests/KafkaGen.PackageTests/Api
  format  format the sources; with CI=true or --verify only check them
TEXT
}

# --- librdkafka ---------------------------------------------------------------------------------------------------------------------

# Test hosts run in folders of their own, where a relative entry would name another place.
make_library_path_absolute() {
  [[ -n ${LD_LIBRARY_PATH:-} ]] || return 0
  local entry entries=() absolute=()
  IFS=: read -ra entries <<<"$LD_LIBRARY_PATH"
  for entry in "${entries[@]}"; do
    [[ -n $entry ]] || continue
    if [[ -d $entry ]]; then entry=$(cd "$entry" && pwd); fi
    absolute+=("$entry")
  done
  LD_LIBRARY_PATH=$(IFS=:; printf '%s' "${absolute[*]}")
  export LD_LIBRARY_PATH
}

system_has_librdkafka() {
  local entries=() folder
  IFS=: read -ra entries <<<"${LD_LIBRARY_PATH:-}"
  for folder in "${entries[@]}" /usr/lib/x86_64-linux-gnu /usr/lib/aarch64-linux-gnu /usr/lib64 /usr/lib /usr/local/lib; do
    if [[ -n $folder && -e $folder/librdkafka.so.1 ]]; then return 0; fi
  done
  [[ $(ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null) == *librdkafka.so.1* ]]
}

# The file that the loader takes for a name, or for the first that begins with it. Reads to the end: a pipe that is cut is an error here.
shared_library() {
  (ldconfig -p 2>/dev/null || /sbin/ldconfig -p) | awk -v name="$1" 'index($1, name) == 1 && !found { print $NF; found = 1 }'
}

# Confluent.Kafka brings its own librdkafka, where the package source has that package.
nuget_has_librdkafka() {
  dotnet restore src/KafkaGen -p:UseSystemLibrdkafka=false >/dev/null 2>&1
}

install_librdkafka() {
  command -v apt-get >/dev/null ||
    fail "librdkafka was found neither on this system nor as the NuGet package librdkafka.redist. Install it (Fedora: dnf install librdkafka; Alpine: apk add librdkafka; elsewhere: put the folder of librdkafka.so.1 into LD_LIBRARY_PATH) and try again."
  local root=()
  if [[ $(id -u) != 0 ]]; then
    command -v sudo >/dev/null || fail "librdkafka is missing, and installing it needs root: run 'apt-get install librdkafka1' as root and try again."
    root=(sudo)
  fi
  say "librdkafka was found neither on this system nor on NuGet; installing Debian's package librdkafka1 with apt-get."
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 &&
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends librdkafka1 >&2 ||
    fail "apt-get could not install librdkafka1. Install librdkafka 2.0 or newer yourself and try again."
  system_has_librdkafka || fail "apt-get installed librdkafka1, but librdkafka.so.1 is not where the loader looks."
}

ensure_librdkafka() {
  command -v dotnet >/dev/null || fail "the .NET SDK is missing; install version 10 or newer: https://dot.net/download"
  make_library_path_absolute
  # MSBuild takes environment variables for properties: the plain dotnet commands below follow this choice.
  if system_has_librdkafka; then
    export UseSystemLibrdkafka=true
  elif nuget_has_librdkafka; then
    export UseSystemLibrdkafka=false
  else
    install_librdkafka
    export UseSystemLibrdkafka=true
  fi
}

# --- verbs --------------------------------------------------------------------------------------------------------------------------

run_sample() {
  local project=$1
  shift
  [[ -d $project ]] || fail "there is no $project in this checkout."
  dotnet build "$project" -c Release -v quiet --nologo -clp:NoSummary >&2
  dotnet run --project "$project" -c Release --no-build -- "$@"
}

demo() { run_sample samples/Quickstart "$@"; }

bench() {
  if [[ ${1:-} == deploy ]]; then
    shift
    bench_deploy "$@"
  elif [[ ${1:-} == compiler ]]; then
    shift
    run_sample benchmarks/KafkaGen.CompilerBenchmarks "$@"
  else
    run_sample benchmarks/KafkaGen.Benchmarks "$@"
  fi
}

# One program, published in several ways from the packages, started again and again: on an embedded Kafka in another process, and on a real one.
bench_deploy() {
  local folder=artifacts/deploy native library program=benchmarks/Deployment.KafkaGen
  choose_aot_framework
  pack_feed
  publish_from_packages "$program" deploy/jit --no-self-contained
  publish_from_packages "$program" deploy/ready-to-run --no-self-contained -p:PublishReadyToRun=true
  publish_from_packages "$program" deploy/aot -p:PublishAot=true
  if native=$(static_librdkafka); then
    publish_from_packages "$program" deploy/aot-static -p:PublishAot=true -p:KafkaGenStaticLibrdkafka=true -p:KafkaGenLibrdkafkaFolder="$native"
  fi
  publish_from_packages benchmarks/Deployment.Confluent deploy/confluent --no-self-contained

  # Confluent.Kafka by itself asks for a name that Debian's library does not have. All programs get the same file, the newest that is here.
  library=$(shared_library librdkafka.so.1)
  if [[ -e ../shared/librdkafka/librdkafka.so.1 ]]; then library=$(cd ../shared/librdkafka && pwd)/librdkafka.so.1; fi
  mkdir -p "$folder/lib"
  ln -sf "$library" "$folder/lib/librdkafka.so"
  ln -sf "$library" "$folder/lib/librdkafka.so.1"
  export LD_LIBRARY_PATH=$PWD/$folder/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}

  say "on an embedded Kafka in another process:"
  run_sample benchmarks/KafkaGen.Benchmarks deploy "$folder" --rounds 15 "$@"
  if start_kafka; then
    say "on a real Kafka of one node:"
    run_sample benchmarks/KafkaGen.Benchmarks deploy "$folder" --rounds 15 --bootstrap 127.0.0.1:39092
    kill "$kafka_process"
  fi
}

# One node of a real Kafka on loopback, from KAFKA_HOME or ../shared/kafka, until this script ends.
start_kafka() {
  local home=${KAFKA_HOME:-../shared/kafka} waited
  [[ -x $home/bin/kafka-server-start.sh ]] && command -v java >/dev/null || return 1
  home=$(cd "$home" && pwd)
  kafka_folder=$(mktemp -d)
  cat >"$kafka_folder/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:39093
listeners=PLAINTEXT://127.0.0.1:39092,CONTROLLER://127.0.0.1:39093
controller.listener.names=CONTROLLER
log.dirs=$kafka_folder/data
num.partitions=6
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
PROPERTIES
  "$home/bin/kafka-storage.sh" format -t "$("$home/bin/kafka-storage.sh" random-uuid)" -c "$kafka_folder/server.properties" >/dev/null
  "$home/bin/kafka-server-start.sh" "$kafka_folder/server.properties" >"$kafka_folder/log" 2>&1 &
  kafka_process=$!
  trap 'kill "$kafka_process" 2>/dev/null; wait "$kafka_process" 2>/dev/null; rm -rf "$kafka_folder"' EXIT
  for ((waited = 0; waited < 120; waited++)); do
    if grep -q 'Kafka Server started' "$kafka_folder/log"; then return 0; fi
    kill -0 "$kafka_process" 2>/dev/null || break
    sleep 0.5
  done
  say "the real Kafka did not start."
  return 1
}

crashes() { run_sample tests/KafkaGen.KafkaTests crashes "$@"; }

chaos() { run_sample tests/KafkaGen.KafkaTests chaos --write docs/reliability.md "$@"; }

limits() { run_sample tests/KafkaGen.KafkaTests -noColor -showLiveOutput -explicit only -class "*LongLimitTests" "$@"; }

# The numbers of all test projects together, out of their result files.
sum_up() {
  find "$1" -name '*.trx' -exec cat {} + 2>/dev/null | awk '
    function number(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0 }
    /<Counters / {
      passed += number("passed")
      failed += number("failed") + number("error") + number("timeout") + number("aborted")
      skipped += number("total") - number("executed")
    }
    END { printf "%d %d %d\n", passed, failed, skipped }'
}

# The projects in the array of that name, one after the other.
test_each() {
  local results=$1 status=0 project
  local -n projects=$2
  shift 2
  for project in "${projects[@]}"; do
    dotnet test "$project" --no-build --nologo --results-directory "$results" --logger "trx;LogFilePrefix=results" \
      --logger "console;verbosity=minimal" "$@" || status=$?
  done
  return "$status"
}

test_all() {
  local results=artifacts/test-results status=0 passed failed skipped
  rm -rf "$results"
  dotnet build KafkaGen.sln -v quiet --nologo -clp:NoSummary

  # Projects that start brokers mostly wait, and measure times: one after the other. The compiler's tests take what they leave of the processors.
  local project waiting=() computing=() log
  for project in tests/*/*Tests.csproj; do
    case $project in
      */KafkaGen.KafkaTests/* | */KafkaGen.Tests/* | */KafkaGen.TestingTests/* | */KafkaGen.HostingTests/*) waiting+=("$project") ;;
      *) computing+=("$project") ;;
    esac
  done
  log=$(mktemp)
  ( renice -n 19 "$BASHPID" >/dev/null && test_each "$results" computing "$@" ) >"$log" 2>&1 &
  test_each "$results" waiting "$@" || status=$?
  wait $! || status=$?
  cat "$log"
  rm -f "$log"
  read -r passed failed skipped < <(sum_up "$results")
  if [[ $((passed + failed)) == 0 ]]; then
    say "no test ran."
    status=1
  elif [[ $status != 0 && $failed == 0 ]]; then
    say "a test project did not finish; it counts as one failed test."
    failed=1
  elif [[ $failed != 0 ]]; then
    status=1
  fi
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  return "$status"
}

runtime_identifier() {
  local architecture system
  case $(uname -m) in x86_64) architecture=x64 ;; aarch64 | arm64) architecture=arm64 ;; *) architecture=$(uname -m) ;; esac
  case $(uname -s) in Darwin) system=osx ;; *) system=linux ;; esac
  printf '%s-%s' "$system" "$architecture"
}

# Packs the libraries into a folder feed under a version of their own, so that no cache can answer with an older package.
pack_feed() {
  package_version=0.0.0-local.$(date -u +%Y%m%d%H%M%S)
  rm -rf artifacts/feed artifacts/restored/kafkagen*
  dotnet pack KafkaGen.sln -c Release -o artifacts/feed -p:PackageVersion="$package_version" -v quiet --nologo -clp:NoSummary
}

publish_sample() { publish_from_packages "samples/$1" "${@:2}"; }

# publish_from_packages PROJECT FOLDER [options]: from the packages of pack_feed, never from the projects.
publish_from_packages() {
  local project=$1 output=artifacts/$2 rid
  shift 2
  rid=$(runtime_identifier)
  rm -rf "$output"
  dotnet publish "$project" -c Release -r "$rid" -o "$output" --artifacts-path "$output.build" -v quiet --nologo -clp:NoSummary \
    -p:AotFramework="$aot_framework" -p:KafkaGenPackageVersion="$package_version" -p:RestoreAdditionalProjectSources="$PWD/artifacts/feed" \
    -p:RestorePackagesPath="$PWD/artifacts/restored" -p:RestoreFallbackFolders="$(global_packages)" "$@"
}

global_packages() { dotnet nuget locals global-packages --list --force-english-output | sed 's/^[^:]*: //'; }

choose_aot_framework() {
  aot_framework=${AotFramework:-net10.0}
  if [[ $aot_framework == net10.0 ]] && ! dotnet restore samples/Orders.Aot -r "$(runtime_identifier)" -p:AotFramework=net10.0 \
    --artifacts-path artifacts/aot.probe >/dev/null 2>&1; then
    say "the package source has no Native AOT runtime of .NET 10 for $(runtime_identifier); publishing for net9.0."
    aot_framework=net9.0
  fi
}

# The folder of librdkafka.a: KAFKAGEN_STATIC_LIBRDKAFKA, the system's, or out of Debian's package, unpacked here rather than installed.
static_librdkafka() {
  local folder library file
  for folder in "${KAFKAGEN_STATIC_LIBRDKAFKA:-}" /usr/local/lib "/usr/lib/$(uname -m)-linux-gnu" /usr/lib64 /usr/lib; do
    if [[ -n $folder && -e $folder/librdkafka.a ]]; then echo "$folder"; return; fi
  done
  folder=$PWD/artifacts/librdkafka-dev
  if [[ ! -e $folder/librdkafka.a ]]; then
    command -v dpkg-deb >/dev/null || return 1
    rm -rf "$folder"
    mkdir -p "$folder/package"
    (cd "$folder/package" && apt-get download librdkafka-dev >/dev/null 2>&1 && dpkg-deb -x librdkafka-dev_*.deb .) || return 1
    # The linker looks for lib*.so, which only -dev packages have.
    for library in lz4 zstd sasl2 ssl crypto z; do
      file=$(shared_library "lib$library.so.")
      [[ -z $file ]] || ln -sf "$file" "$folder/lib$library.so"
    done
    cp -r "$folder"/package/usr/lib/*/pkgconfig "$folder"
    mv "$folder"/package/usr/lib/*/librdkafka.a "$folder"
  fi
  echo "$folder"
}

# run_apart FOLDER PROGRAM: in a root of its own that has the program, the libraries that it names, and nothing else; as in a distroless image.
run_apart() {
  local root status=0
  root=$(mktemp -d)
  mkdir -p "$root/app" "$root/dev" "$root/proc" "$root/tmp"
  find "$1" -maxdepth 1 -type f ! -name '*.dbg' -exec cp {} "$root/app" \;
  ldd "$1/$2" | grep -oE '/[^ ]+' | xargs cp --parents --dereference -t "$root"
  touch "$root/dev/urandom"
  unshare --map-root-user --mount --pid --fork sh -c "mount --bind /dev/urandom '$root/dev/urandom' && mount -t proc proc '$root/proc' &&
    exec chroot '$root' /app/$2" || status=$?
  rm -rf "$root"
  return "$status"
}

expect() {
  local what=$1 output=$2
  grep -qE "$what" <<<"$output" || { printf '%s\n' "$output" >&2; fail "the output does not say '$what'."; }
}

aot() {
  local all=false output
  if [[ ${1:-} == --all ]]; then all=true; shift; fi
  choose_aot_framework
  pack_feed
  publish_sample Orders.Aot aot -warnaserror
  output=$(artifacts/aot/Orders.Aot "$@") || { printf '%s\n' "$output"; fail "samples/Orders.Aot failed."; }
  printf '%s\n' "$output"
  expect '^([0-9]+) of \1 records acknowledged\.$' "$output"
  aot_static
  aot_interop
  if $all; then
    aot_without_kafkagen
    deployments
  fi
}

# librdkafka inside the executable, which then runs where there is no other.
aot_static() {
  local library output
  library=$(static_librdkafka) || { say "there is no librdkafka.a, so nothing was linked statically."; return; }
  publish_sample Orders.Aot aot-static -warnaserror -p:KafkaGenStaticLibrdkafka=true -p:KafkaGenLibrdkafkaFolder="$library"
  if unshare --map-root-user --mount --pid --fork true 2>/dev/null; then
    output=$(run_apart artifacts/aot-static Orders.Aot) || fail "the static executable failed where there is no librdkafka."
    expect '^([0-9]+) of \1 records acknowledged\.$' "$output"
    if run_apart artifacts/aot Orders.Aot >/dev/null 2>&1; then fail "librdkafka was not hidden."; fi
    say "the static executable runs where there is no librdkafka."
  else
    say "there are no namespaces here; the static executable runs with its look for librdkafka misled."
    output=$(KAFKAGEN_LIBRDKAFKA=/nowhere artifacts/aot-static/Orders.Aot) || fail "the static executable failed."
    expect '^([0-9]+) of \1 records acknowledged\.$' "$output"
  fi
}

# Confluent.Kafka's consumer beside KafkaGen. Its assembly has warnings that are known; any other fails.
aot_interop() {
  local log warnings status=0
  log=$(publish_sample Payments.Aot aot-interop) || { printf '%s\n' "$log"; fail "samples/Payments.Aot was not published."; }
  warnings=$(grep -oE '(IL|CS|NU|MSB|KG)[0-9]{4}: .*' <<<"$log" | sed -E 's/^([A-Z]+[0-9]+: [^:]*).*/\1/' | LC_ALL=C sort -u || true)
  diff <(printf '%s\n' "$warnings") samples/Payments.Aot/known-warnings.txt >&2 ||
    fail "publishing samples/Payments.Aot gave other warnings (left) than those known (right)."
  artifacts/aot-interop/Payments.Aot || status=$?
  if [[ $status == 77 && -e ../shared/librdkafka/librdkafka.so.1 ]]; then
    status=0
    LD_LIBRARY_PATH=$(cd ../shared/librdkafka && pwd) artifacts/aot-interop/Payments.Aot || status=$?
  fi
  case $status in
    0) ;;
    77) say "so that the interop sample was published, and not run." ;;
    *) fail "samples/Payments.Aot failed." ;;
  esac
}

# The same reader without KafkaGen crashes when it is made. The day it does not, this says so.
aot_without_kafkagen() {
  local output link library
  publish_sample Payments.Aot aot-without -p:WithoutKafkaGen=true >/dev/null
  # Confluent.Kafka asks for a name that Debian's library does not have; that is not the failure that is meant.
  library=$(shared_library librdkafka.so.1)
  link=$(mktemp -d)
  ln -s "$library" "$link/librdkafka.so"
  if output=$(LD_LIBRARY_PATH=$link artifacts/aot-without/Payments.Aot 2>&1); then
    fail "Confluent.Kafka's consumer starts without KafkaGen: docs/aot.md is out of date."
  fi
  rm -r "$link"
  expect 'Sequence contains no matching element' "$output"
  say "without KafkaGen the same reader ends with 'Sequence contains no matching element'."
}

# Trimmed, single-file and ready-to-run, each with a runtime of its own.
deployments() {
  local output
  publish_sample Orders.Aot trimmed -warnaserror -p:PublishAot=false --self-contained -p:PublishTrimmed=true
  publish_sample Orders.Aot single-file -warnaserror -p:PublishAot=false --self-contained -p:PublishTrimmed=true -p:PublishSingleFile=true \
    -p:PublishReadyToRun=true
  publish_sample Orders.Aot ready-to-run -warnaserror -p:PublishAot=false --no-self-contained -p:PublishReadyToRun=true
  local kind
  for kind in trimmed single-file ready-to-run; do
    output=$("artifacts/$kind/Orders.Aot") || fail "the $kind program failed."
    expect '^([0-9]+) of \1 records acknowledged\.$' "$output"
    say "$kind: $(tail -n 1 <<<"$output")"
  done
}

# Built apart from the other tests, which run on the newest compiler.
roslyn48() {
  dotnet test tests/KafkaGen.Generator.Tests -p:RoslynVersion=4.8.0 --artifacts-path artifacts/roslyn48 --nologo -v quiet \
    --logger "console;verbosity=minimal" "$@"
}

runtime8() {
  local output=artifacts/runtime8
  dotnet publish tests/KafkaGen.DifferentialRuntime8 -c Release --self-contained -r "$(runtime_identifier)" -o "$output" \
    -v quiet --nologo -clp:NoSummary
  "$output/KafkaGen.DifferentialRuntime8" --cases 400000 "$@"
}

pack() {
  if [[ ${1:-} == --twice ]]; then
    pack_twice
    return
  fi
  dotnet pack KafkaGen.sln -c Release -o artifacts/packages -v quiet --nologo -clp:NoSummary "$@"
  ls artifacts/packages
}

# The same sources in two folders make the same packages, byte for byte within them.
pack_twice() {
  local root copy side
  root=$(mktemp -d)
  for side in one another; do
    copy=$root/$side/repository
    mkdir -p "$copy"
    git archive HEAD | tar -x -C "$copy"
    (cd "$copy" && dotnet pack KafkaGen.sln -c Release -o "$root/$side/packages" -v quiet --nologo -clp:NoSummary)
    for package in "$root/$side/packages"/*; do
      # The rest of a package is written by pack itself, with the time and a random name.
      (mkdir -p "$root/$side/files/$(basename "$package")" && cd "$root/$side/files/$(basename "$package")" &&
        unzip -q "$package" && rm -rf _rels package)
    done
  done
  diff -r "$root/one/files" "$root/another/files" || fail "packing twice made different files; they are below $root."
  say "packed twice, in two folders: $(find "$root/one/files" -type f | wc -l) files, all the same."
  rm -rf "$root"
}

# Accepts the public API as it is now; the difference is for the review.
api() {
  KAFKAGEN_ACCEPT_API=1 dotnet test tests/KafkaGen.PackageTests --nologo -v quiet --filter "FullyQualifiedName~PublicApiTests" "$@"
  git status --short tests/KafkaGen.PackageTests/Api
}

format() {
  if [[ ${1:-} == --verify ]]; then
    shift
    set -- --verify-no-changes "$@"
  elif [[ ${CI:-} == true ]]; then
    set -- --verify-no-changes "$@"
  fi
  dotnet format KafkaGen.sln "$@"
}

verb=${1:-help}
[[ $# == 0 ]] || shift
case $verb in
  demo | bench | chaos | crashes | limits | roslyn48 | runtime8 | aot | pack | api | format) ensure_librdkafka; "$verb" "$@" ;;
  test) ensure_librdkafka; test_all "$@" ;;
  help | -h | --help) help ;;
  *) help >&2; fail "there is no verb '$verb'." ;;
esac
