# Builds the solution once, then runs its test programs in three lanes.
source eng/test-programs.sh

# run_lane PROGRAMS... -- [options]: one line a program when it has ended.
run_lane() {
  local programs=() program name began passed failed skipped
  while [[ $1 != -- ]]; do programs+=("$1"); shift; done
  shift
  for program in "${programs[@]}"; do
    name=$(basename "$program")
    began=$SECONDS
    run_tests "$name" "$program" "$@"
    read -r passed failed skipped <"$test_results/$name.sum"
    printf '%s: %d passed, %d failed, %d skipped (%d s)\n' "$name" "$passed" "$failed" "$skipped" "$((SECONDS - began))"
  done
}

# The same, with what others leave of the processors.
run_lane_aside() {
  renice -n 19 "$BASHPID" >/dev/null
  run_lane "$@"
}

main() {
  local began=$SECONDS fast=false options=()
  if [[ ${1:-} == --fast ]]; then
    fast=true
    shift
    options+=(--filter-not-trait Speed=Slow)
  fi
  build_test_programs

  # Programs that start brokers mostly wait, and measure times: one after the other. Beside them run those that compute, and those that build and start
  # other programs, which leave a processor idle now and then.
  local lane speed program waits=() computes=() builds=()
  while IFS=' ' read -r lane speed program; do
    if $fast && [[ $speed == slow ]]; then
      say "--fast leaves out $(basename "$program")."
      continue
    fi
    case $lane in
      waits) waits+=("$program") ;;
      builds) builds+=("$program") ;;
      *) computes+=("$program") ;;
    esac
  done < <(cat "$test_programs"/*.txt)
  if $fast; then say "--fast leaves out tests with the trait Speed=Slow."; fi

  local computing building
  run_lane_aside "${computes[@]}" -- "${options[@]}" "$@" &
  computing=$!
  run_lane_aside "${builds[@]}" -- "${options[@]}" "$@" &
  building=$!
  run_lane "${waits[@]}" -- "${options[@]}" "$@"
  wait "$computing" || fail "the programs that only compute did not all run."
  wait "$building" || fail "the programs that build others did not all run."

  local passed failed skipped
  read -r passed failed skipped < <(cat "$test_results"/*.sum | awk '{ p += $1; f += $2; s += $3 } END { printf "%d %d %d\n", p, f, s }')
  say "built and tested in $((SECONDS - began)) s; the result files are in artifacts/test-results."
  if [[ $((passed + failed + skipped)) == 0 ]]; then say "no test ran."; failed=1; fi
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [[ $failed == 0 ]]
}
