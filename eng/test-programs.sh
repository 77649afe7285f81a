# Builds the test programs, and runs one. tests/Directory.Build.targets writes down what the build has made: a file a program, with its lane and whether
# the fast tests leave it out.

test_programs=$PWD/artifacts/test-programs
test_results=$PWD/artifacts/test-results

# The whole solution. Analyzers are left out, which take longer than the compiler does: 'dotnet format --verify-no-changes' reports what all of them
# find, not only what it could mend, and .ci/run asks it. A compiler that lives for seconds gains nothing from profiling itself.
build_test_programs() {
  local began=$SECONDS
  rm -rf "$test_results" "$test_programs"
  mkdir -p "$test_results"
  DOTNET_TieredPGO=0 dotnet build KafkaGen.sln -v quiet --nologo -clp:NoSummary -p:RunAnalyzersDuringBuild=false -p:TestProgramList="$test_programs/"
  say "built in $((SECONDS - began)) s."
}

# run_tests NAME PROGRAM [options]: leaves NAME.log, NAME.trx and NAME.sum among the results, and prints the log when a test has failed.
run_tests() {
  local name=$1 program=$2 status=0 passed failed skipped
  shift 2
  # Exit code 8: no test of this program matches the options. That none matches at all is told at the end.
  "$program" --output Minimal --progress off --no-ansi --ignore-exit-code 8 --results-directory "$test_results" \
    --report-xunit-trx --report-xunit-trx-filename "$name.trx" "$@" >"$test_results/$name.log" 2>&1 || status=$?
  read -r passed failed skipped < <(sum_up "$test_results/$name.trx")
  if [[ $status != 0 && $failed == 0 ]]; then
    failed=1
    echo "$name did not finish (exit code $status); it counts as one failed test." >>"$test_results/$name.log"
  fi
  if [[ $failed != 0 ]]; then cat "$test_results/$name.log"; fi
  echo "$passed $failed $skipped" >"$test_results/$name.sum"
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
