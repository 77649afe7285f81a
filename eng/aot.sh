source eng/package-feed.sh
source eng/static-librdkafka.sh

main() {
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

publish_sample() { publish_from_packages "samples/$1" "${@:2}"; }

expect() {
  local what=$1 output=$2
  grep -qE "$what" <<<"$output" || { printf '%s\n' "$output" >&2; fail "the output does not say '$what'."; }
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

# run_apart FOLDER PROGRAM: in a root of its own that has the program, the libraries that it names, and no other; as in a distroless image.
run_apart() {
  local root status=0
  root=$(mktemp -d)
  mkdir -p "$root/app" "$root/dev" "$root/proc" "$root/tmp"
  find "$1" -maxdepth 1 -type f ! -name '*.dbg' ! -name '*librdkafka*' -exec cp {} "$root/app" \;
  ldd "$1/$2" | grep -oE '/[^ ]+' | xargs cp --parents --dereference -t "$root"
  touch "$root/dev/urandom"
  unshare --map-root-user --mount --pid --fork sh -c "mount --bind /dev/urandom '$root/dev/urandom' && mount -t proc proc '$root/proc' &&
    exec chroot '$root' /app/$2" || status=$?
  rm -rf "$root"
  return "$status"
}

# Confluent.Kafka's consumer beside KafkaGen. Its assembly has warnings that are known; any other fails.
aot_interop() {
  local log warnings
  log=$(publish_sample Payments.Aot aot-interop) || { printf '%s\n' "$log"; fail "samples/Payments.Aot was not published."; }
  warnings=$(grep -oE '(IL|CS|NU|MSB|KG)[0-9]{4}: .*' <<<"$log" | sed -E 's/^([A-Z]+[0-9]+: [^:]*).*/\1/' | LC_ALL=C sort -u || true)
  diff <(printf '%s\n' "$warnings") samples/Payments.Aot/known-warnings.txt >&2 ||
    fail "publishing samples/Payments.Aot gave other warnings (left) than those known (right)."
  artifacts/aot-interop/Payments.Aot || fail "samples/Payments.Aot failed."
}

# The same reader without KafkaGen crashes when it is made. The day it does not, this says so.
aot_without_kafkagen() {
  local output
  publish_sample Payments.Aot aot-without -p:WithoutKafkaGen=true >/dev/null
  if output=$(artifacts/aot-without/Payments.Aot 2>&1); then
    fail "Confluent.Kafka's consumer starts without KafkaGen: docs/aot.md is out of date."
  fi
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
