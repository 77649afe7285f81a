main() {
  local output=artifacts/runtime8
  dotnet publish tests/KafkaGen.DifferentialRuntime8 -c Release --self-contained -r "$(runtime_identifier)" -o "$output" \
    -v quiet --nologo -clp:NoSummary
  "$output/KafkaGen.DifferentialRuntime8" --cases 400000 "$@"
}
