main() {
  if [[ ${1:-} == --twice ]]; then
    pack_twice
    return
  fi
  dotnet pack KafkaGen.Packages.slnf -c Release -o artifacts/packages -v quiet --nologo -clp:NoSummary "$@"
  ls artifacts/packages
}

# The same sources in two folders make the same packages, byte for byte within them.
pack_twice() {
  local root copy side
  root=$(mktemp -d)
  for side in one another; do
    copy=$root/$side/repository
    mkdir -p "$copy"
    git archive HEAD | tar -x -C "$copy"
    (cd "$copy" && dotnet pack KafkaGen.Packages.slnf -c Release -o "$root/$side/packages" -v quiet --nologo -clp:NoSummary)
    for package in "$root/$side/packages"/*; do
      # The rest of a package is written by pack itself, with the time and a random name.
      (mkdir -p "$root/$side/files/$(basename "$package")" && cd "$root/$side/files/$(basename "$package")" &&
        unzip -q "$package" && rm -rf _rels package)
    done
  done
  diff -r "$root/one/files" "$root/another/files" || fail "packing twice made different files; they are below $root."
  say "packed twice, in two folders: $(find "$root/one/files" -type f | wc -l) files, all the same."
  rm -rf "$root"
}
