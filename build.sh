#!/usr/bin/env bash
# Builds, tests and runs KafkaGen with plain dotnet commands. './build.sh help' lists the verbs; each is a file of eng/ or a line below.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '%s\n' "build.sh: $*" >&2; }
fail() { say "$*"; exit 1; }

help() {
  cat <<'TEXT'
./build.sh VERB [arguments for the underlying command]

  demo    run samples/Quickstart: typed records, produced, acknowledged, read back (--help lists its options)
  test    build the solution and run its tests; the last line sums them up. 'test --fast' is the inner loop, and says what it leaves out
  long    run everything that draws random values with fresh seeds, and a long comparison of JSON (--rounds: how often, 1)
  bench   run the benchmarks; 'bench compiler' measures the generator and the analyzers, 'bench deploy' size and start by publishing
  roslyn48  run the tests of the generator, the analyzers and the fixes on Roslyn 4.8, the oldest compiler that they serve
  crashes  kill a consume-transform-produce worker at random points on a real Kafka, and count its outputs (--count, --seed)
  runtime8  compare JSON with System.Text.Json on .NET 8, published with a runtime of its own (--cases, --seed, --minutes)
  chaos   inject faults into three nodes of a real Kafka under load (--minutes, --seed, --rate); the table goes to docs/reliability.md
  simulate  run the sender through faults in virtual time, a seed at a time (--seeds, --seed, --broken RULE, --trace)
  limits  a full log directory (as root) and the latencies of 300 partitions, on a real Kafka
  aot     publish the AOT samples from packages, warnings as errors, and run them; also linked statically (--all: trimmed, single-file, ...)
  pack    pack the libraries into artifacts/packages; 'pack --twice' checks that two folders make the same bytes
  api     write down the libraries' public API as it is now, in src/*/PublicAPI.Unshipped.txt
  format  format the sources; with CI=true or --verify only check them
TEXT
}

run_project() {
  local project=$1
  shift
  dotnet build "$project" -c Release -v quiet --nologo -clp:NoSummary >&2
  dotnet run --project "$project" -c Release --no-build -- "$@"
}

demo() { run_project samples/Quickstart "$@"; }
crashes() { run_project tests/KafkaGen.KafkaTests crashes "$@"; }
simulate() { run_project tests/KafkaGen.SimulationTests simulate "$@"; }
chaos() { run_project tests/KafkaGen.KafkaTests chaos --write docs/reliability.md "$@"; }
limits() { run_project tests/KafkaGen.KafkaTests --show-live-output on --explicit only --filter-class '*LongLimitTests' "$@"; }

verb=${1:-help}
[[ $# == 0 ]] || shift
case $verb in help | -h | --help) help; exit ;; esac

command -v dotnet >/dev/null || fail "the .NET SDK is missing; install version 10 or newer: https://dot.net/download"
case $verb in
  demo | crashes | chaos | limits | simulate) "$verb" "$@" ;;
  test | long | bench | roslyn48 | runtime8 | aot | pack | api | format)
    # shellcheck source=/dev/null
    source "eng/$verb.sh"
    main "$@"
    ;;
  *) help >&2; fail "there is no verb '$verb'." ;;
esac
