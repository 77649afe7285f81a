# Builds the solution once, then runs its test programs in two lanes.
# tests/Directory.Build.targets writes down what the build has made: a file a program, with its lane and whether --fast leaves it out.

# run_program RESULTS PROGRAM [options]: one line when it has ended, and its output when it has failed.
run_program() {
  local results=$1 program=$2 name began=$SECONDS status=0 passed failed skipped
  shift 2
  name=$(basename "$program")
  # Exit code 8: no test of this program matches the options. That none matches at all is told at the end.
  "$program" --output Minimal --progress off --no-ansi --ignore-exit-code 8 --results-directory "$results" \
    --report-xunit-trx --report-xunit-trx-filename "$name.trx" "$@" >"$results/$name.log" 2>&1 || status=$?
  read -r passed failed skipped < <(sum_up "$results/$name.trx")
  if [[ $status != 0 && $failed == 0 ]]; then
    failed=1
    echo "$name did not finish (exit code $status); it counts as one failed test." >>"$results/$name.log"
  fi
  if [[ $failed != 0 ]]; then cat "$results/$name.log"; fi
  echo "$passed $failed $skipped" >"$results/$name.sum"
  printf '%s: %d passed, %d failed, %d skipped (%d s)\n' "$name" "$passed" "$failed" "$skipped" "$((SECONDS - began))"
}

# The counters of a result file; zeros where there is none.
sum_up() {
  { grep -o '<Counters [^>]*>' "$1" 2>/dev/null || true; } | awk '
    function number(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0 }
    {
      passed += number("passed")
      failed += number("failed") + number("error") + number("timeout") + number("aborted")
      skipped += number("total") - number("executed")
    }
    END { printf "%d %d %d\n", passed, failed, skipped }'
}

# run_lane RESULTS PROGRAMS... -- [options]
run_lane() {
  local results=$1 programs=() program
  shift
  while [[ $1 != -- ]]; do programs+=("$1"); shift; done
  shift
  for program in "${programs[@]}"; do run_program "$results" "$program" "$@"; done
}

main() {
  local results=$PWD/artifacts/test-results list=$PWD/artifacts/test-programs began=$SECONDS fast=false options=()
  if [[ ${1:-} == --fast ]]; then
    fast=true
    shift
    options+=(--filter-not-trait Speed=Slow)
  fi
  rm -rf "$results" "$list"
  mkdir -p "$results"
  dotnet build KafkaGen.sln -v quiet --nologo -clp:NoSummary -p:TestProgramList="$list/"
  say "built in $((SECONDS - began)) s."

  # Programs that start brokers mostly wait, and measure times: one after the other. The others take what these leave of the processors.
  local lane speed program waiting=() computing=()
  while IFS=' ' read -r lane speed program; do
    if $fast && [[ $speed == slow ]]; then
      say "--fast leaves out $(basename "$program")."
    elif [[ $lane == waits ]]; then
      waiting+=("$program")
    else
      computing+=("$program")
    fi
  done < <(cat "$list"/*.txt)
  if $fast; then say "--fast leaves out tests with the trait Speed=Slow."; fi

  ( renice -n 19 "$BASHPID" >/dev/null; run_lane "$results" "${computing[@]}" -- "${options[@]}" "$@" ) &
  local beside=$!
  run_lane "$results" "${waiting[@]}" -- "${options[@]}" "$@"
  wait "$beside" || fail "the programs that only compute did not all run."

  local passed failed skipped
  read -r passed failed skipped < <(cat "$results"/*.sum | awk '{ p += $1; f += $2; s += $3 } END { printf "%d %d %d\n", p, f, s }')
  say "built and tested in $((SECONDS - began)) s; the result files are in artifacts/test-results."
  if [[ $((passed + failed + skipped)) == 0 ]]; then say "no test ran."; failed=1; fi
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [[ $failed == 0 ]]
}
