# Runs what draws random values with fresh seeds: of every program the tests with the trait Draws=Random, and the long comparison of JSON. The first
# failure ends it, and how to repeat it is said.
source eng/test-programs.sh

random_tests=(--filter-trait Draws=Random)

# One million of the hand-made shapes with all settings, and as many of random ones.
values_in_round=2000000

# report NAME ROUND SEED COUNT WHAT BEGAN: one line.
report() { printf '%s, round %d, seed %d: %d %s (%d s)\n' "$1" "$2" "$3" "$4" "$5" "$((SECONDS - $6))"; }

# give_up COMMAND...: to be called after the failure's own text.
give_up() {
  local command="$*"
  say "repeat it with: ${command//$PWD\//}"
  fail "stopped at the first failure."
}

# The programs that have such a test: to ask them is faster than to start each of them in every round. Exit code 8 says that a program has none.
random_programs() {
  local program status listed
  while IFS=' ' read -r _ _ program; do
    status=0
    listed=$("$program" --list-tests "${random_tests[@]}" </dev/null 2>&1) || status=$?
    case $status in
      0) echo "$program" ;;
      8) ;;
      *) fail "$program cannot list its tests (exit code $status): $listed" ;;
    esac
  done < <(cat "$test_programs"/*.txt)
}

main() {
  local rounds=1 json=tests/KafkaGen.Json.Tests
  while [[ $# -gt 0 ]]; do
    case $1 in
      --rounds) rounds=${2:-}; shift 2 || shift ;;
      *) fail "'$1' is not known. Usage: ./build.sh long [--rounds N]" ;;
    esac
  done
  [[ $rounds =~ ^[1-9][0-9]*$ ]] || fail "--rounds takes a number from 1 on."

  build_test_programs
  DOTNET_TieredPGO=0 dotnet build "$json" -c Release -v quiet --nologo -clp:NoSummary -p:RunAnalyzersDuringBuild=false
  local listed programs program name log round seed began passed failed cases tests=0 values=0
  # Not by a process substitution, whose failure nobody would see.
  listed=$(random_programs) || exit
  mapfile -t programs <<<"$listed"
  [[ -n $listed ]] || fail "no test has the trait Draws=Random."

  export KAFKAGEN_HALF_TYPED=all
  for ((round = 1; round <= rounds; round++)); do
    for program in "${programs[@]}"; do
      name=$(basename "$program")
      seed=$((RANDOM << 15 | RANDOM))
      began=$SECONDS
      KAFKAGEN_SEED=$seed run_tests "$name" "$program" "${random_tests[@]}"
      read -r passed failed _ <"$test_results/$name.sum"
      [[ $failed == 0 ]] || give_up "KAFKAGEN_SEED=$seed KAFKAGEN_HALF_TYPED=all $program ${random_tests[*]}"
      report "$name" "$round" "$seed" "$passed" "passed" "$began"
      tests=$((tests + passed))
    done

    seed=$((RANDOM << 15 | RANDOM))
    began=$SECONDS
    log=$test_results/json-long-$round.log
    dotnet run --project "$json" -c Release --no-build -- long --settings all --cases "$values_in_round" --seed "$seed" >"$log" || {
      cat "$log"
      give_up "dotnet run -c Release --project $json -- long --settings all --cases $values_in_round --seed $seed"
    }
    cases=$(awk '$2 == "cases" { cases = $1 } END { print cases + 0 }' "$log")
    ((cases >= values_in_round)) || {
      cat "$log"
      fail "the long comparison of JSON tells of $cases values, not of the $values_in_round that it was to compare."
    }
    report "$(basename "$json") long" "$round" "$seed" "$cases" "values equal" "$began"
    values=$((values + cases))
  done

  printf '%d tests passed and %d values of JSON were equal in %d round(s); nothing failed.\n' "$tests" "$values" "$rounds"
}
