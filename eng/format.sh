main() {
  if [[ ${1:-} == --verify ]]; then
    shift
    set -- --verify-no-changes "$@"
  elif [[ ${CI:-} == true ]]; then
    set -- --verify-no-changes "$@"
  fi
  dotnet format KafkaGen.sln "$@"
}
