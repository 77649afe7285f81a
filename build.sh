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
  bench   run the benchmarks; 'bench compiler' measures the generator and the analyzers
  roslyn48  run the tests of the generator, the analyzers and the fixes on Roslyn 4.8, the oldest compiler that they serve
  crashes  kill a consume-transform-produce worker at random points on a real Kafka, and count its outputs (--count, --seed)
  runtime8  compare JSON with System.Text.Json on .NET 8, published with a runtime of its own (--cases, --seed, --minutes)
  chaos   inject faults into three nodes of a real Kafka under load (--minutes, --seed, --rate); the table goes to docs/reliability.md
  limits  a full log directory (as root) and the latencies of 300 partitions, on a real Kafka
  aot     publish samples/Orders.Aot with Native AOT, warnings as errors, and run it
  pack    pack the libraries into artifacts/packages
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
  if [[ ${1:-} == compiler ]]; then
    shift
    run_sample benchmarks/KafkaGen.CompilerBenchmarks "$@"
  else
    run_sample benchmarks/KafkaGen.Benchmarks "$@"
  fi
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

test_all() {
  local results=artifacts/test-results status=0 passed failed skipped
  rm -rf "$results"
  dotnet build KafkaGen.sln -v quiet --nologo -clp:NoSummary
  # One project after the other: each measures times, and starts brokers, that a second one beside it would disturb.
  dotnet test KafkaGen.sln --no-build --nologo -m:1 --results-directory "$results" --logger "trx;LogFilePrefix=results" \
    --logger "console;verbosity=minimal" "$@" || status=$?
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

aot() {
  local project=samples/Orders.Aot output=artifacts/aot framework=${AotFramework:-net10.0} rid
  rid=$(runtime_identifier)
  if [[ $framework == net10.0 ]] && ! dotnet restore "$project" -r "$rid" -p:AotFramework=net10.0 >/dev/null 2>&1; then
    say "the package source has no Native AOT runtime of .NET 10 for $rid; publishing for net9.0."
    framework=net9.0
  fi
  dotnet publish "$project" -c Release -r "$rid" -p:AotFramework="$framework" -o "$output" -v quiet --nologo -clp:NoSummary -warnaserror
  "$output/Orders.Aot" "$@"
}

# Built apart from the other tests, which run on the newest compiler.
roslyn48() {
  local tests
  for tests in GeneratorTests AnalyzerTests; do
    dotnet test "tests/KafkaGen.$tests" -p:RoslynVersion=4.8.0 --artifacts-path artifacts/roslyn48 --nologo -v quiet \
      --logger "console;verbosity=minimal" "$@"
  done
}

runtime8() {
  local output=artifacts/runtime8
  dotnet publish tests/KafkaGen.DifferentialRuntime8 -c Release --self-contained -r "$(runtime_identifier)" -o "$output" \
    -v quiet --nologo -clp:NoSummary
  "$output/KafkaGen.DifferentialRuntime8" --cases 400000 "$@"
}

pack() {
  dotnet pack KafkaGen.sln -c Release -o artifacts/packages -v quiet --nologo -clp:NoSummary "$@"
  ls artifacts/packages
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
  demo | bench | chaos | crashes | limits | roslyn48 | runtime8 | aot | pack | format) ensure_librdkafka; "$verb" "$@" ;;
  test) ensure_librdkafka; test_all "$@" ;;
  help | -h | --help) help ;;
  *) help >&2; fail "there is no verb '$verb'." ;;
esac
