# Writes down the public API as it is now, except for what was shipped; the difference is for the review.
main() {
  local project folder
  for project in src/*/PublicAPI.Unshipped.txt; do
    folder=$(dirname "$project")
    printf '%s\n' '#nullable enable' "$(grep -F '*REMOVED*' "$project" || true)" | sed '/^$/d' >"$project.new"
    mv "$project.new" "$project"
    dotnet format analyzers "$folder/$(basename "$folder").csproj" --diagnostics RS0016 --severity error "$@"
  done
  git diff --stat -- 'src/*/PublicAPI.Unshipped.txt'
}
