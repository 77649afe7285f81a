# Built apart from the other tests, which run on the newest compiler. A test project that compiles sources has the property RoslynVersion.
main() {
  local project
  for project in $(grep -l '<RoslynVersion ' tests/*/*Tests.csproj); do
    dotnet test --project "$project" -p:RoslynVersion=4.8.0 --artifacts-path artifacts/roslyn48 -v quiet --output Normal --progress off "$@"
  done
}
