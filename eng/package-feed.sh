# Packages of this checkout in a folder feed, and programs published from them.

# Packs the libraries into a folder feed under a version of their own, so that no cache can answer with an older package.
pack_feed() {
  package_version=0.0.0-local.$(date -u +%Y%m%d%H%M%S)
  rm -rf artifacts/feed artifacts/restored/kafkagen*
  dotnet pack KafkaGen.Packages.slnf -c Release -o artifacts/feed -p:PackageVersion="$package_version" -v quiet --nologo -clp:NoSummary
}

# publish_from_packages PROJECT FOLDER [options]: from the packages of pack_feed, never from the projects.
publish_from_packages() {
  local project=$1 output=artifacts/$2 rid
  shift 2
  rid=$(runtime_identifier)
  rm -rf "$output"
  dotnet publish "$project" -c Release -r "$rid" -o "$output" --artifacts-path "$output.build" -v quiet --nologo -clp:NoSummary \
    -p:AotFramework="$aot_framework" -p:KafkaGenPackageVersion="$package_version" -p:RestoreAdditionalProjectSources="$PWD/artifacts/feed" \
    -p:RestorePackagesPath="$PWD/artifacts/restored" -p:RestoreFallbackFolders="$(global_packages)" "$@"
}

global_packages() { dotnet nuget locals global-packages --list --force-english-output | sed 's/^[^:]*: //'; }

choose_aot_framework() {
  aot_framework=${AotFramework:-net10.0}
  if [[ $aot_framework == net10.0 ]] && ! dotnet restore samples/Orders.Aot -r "$(runtime_identifier)" -p:AotFramework=net10.0 \
    --artifacts-path artifacts/aot.probe >/dev/null 2>&1; then
    say "the package source has no Native AOT runtime of .NET 10 for $(runtime_identifier); publishing for net9.0."
    aot_framework=net9.0
  fi
}

runtime_identifier() {
  local architecture system
  case $(uname -m) in x86_64) architecture=x64 ;; aarch64 | arm64) architecture=arm64 ;; *) architecture=$(uname -m) ;; esac
  case $(uname -s) in Darwin) system=osx ;; *) system=linux ;; esac
  printf '%s-%s' "$system" "$architecture"
}
