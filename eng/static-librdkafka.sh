# The folder of librdkafka.a: KAFKAGEN_STATIC_LIBRDKAFKA, the system's, or out of Debian's package, unpacked here rather than installed.
static_librdkafka() {
  local folder library file
  for folder in "${KAFKAGEN_STATIC_LIBRDKAFKA:-}" /usr/local/lib "/usr/lib/$(uname -m)-linux-gnu" /usr/lib64 /usr/lib; do
    if [[ -n $folder && -e $folder/librdkafka.a ]]; then echo "$folder"; return; fi
  done
  folder=$PWD/artifacts/librdkafka-dev
  if [[ ! -e $folder/librdkafka.a ]]; then
    command -v dpkg-deb >/dev/null || return 1
    rm -rf "$folder"
    mkdir -p "$folder/package"
    (cd "$folder/package" && apt-get download librdkafka-dev >/dev/null 2>&1 && dpkg-deb -x librdkafka-dev_*.deb .) || return 1
    # The linker looks for lib*.so, which only -dev packages have.
    for library in lz4 zstd sasl2 ssl crypto z; do
      file=$(shared_library "lib$library.so.")
      [[ -z $file ]] || ln -sf "$file" "$folder/lib$library.so"
    done
    cp -r "$folder"/package/usr/lib/*/pkgconfig "$folder"
    mv "$folder"/package/usr/lib/*/librdkafka.a "$folder"
  fi
  echo "$folder"
}

# The file that the loader takes for a name, or for the first that begins with it. Reads to the end: a pipe that is cut is an error here.
shared_library() {
  (ldconfig -p 2>/dev/null || /sbin/ldconfig -p) | awk -v name="$1" 'index($1, name) == 1 && !found { print $NF; found = 1 }'
}
