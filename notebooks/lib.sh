# Sourced by setup, open and run.
root=$(dirname "$here")
. "$root/src/cli/src/main/app/bin/find-java.sh"

fail() {
  printf 'notebooks: %s\n' "$1" >&2
  exit 1
}

# Kernels and settings of this folder alone; those of the user stay as they are, and are still found.
export JUPYTER_PATH=$here/target/jupyter${JUPYTER_PATH:+:$JUPYTER_PATH}

# Sets jupyter to that of the folder, else to that of PATH if it has what open and run need.
find_jupyter() {
  jupyter=$here/.venv/bin/jupyter
  [ -e "$here/.venv/complete" ] && return
  command -v jupyter-lab > /dev/null && command -v jupyter-nbconvert > /dev/null && jupyter=$(command -v jupyter)
}

install_jupyter() {
  local venv=$here/.venv
  command -v python3 > /dev/null || fail "Jupyter needs Python 3; install it (Debian, Ubuntu: apt install python3-venv)"
  printf 'notebooks: installing Jupyter into %s...\n' "$venv" >&2
  rm -rf "$venv"
  python3 -m venv "$venv" || fail "cannot make $venv; install what Python lacks (Debian, Ubuntu: apt install python3-venv)"
  "$venv/bin/python" -m pip install -q jupyterlab nbconvert >&2 \
    || fail "Jupyter could not be installed; see above, or install jupyterlab and nbconvert yourself"
  touch "$venv/complete" # an installation that was interrupted must not be taken for one
  find_jupyter
}

newer_than() {
  [ -n "$(find "$root/pom.xml" "$root"/src/*/pom.xml "$root"/src/*/src/main "$root"/functions/pom.xml \
    "$root"/functions/{core,local}/pom.xml "$root"/functions/{core,local}/src/main "$here"/pom.xml "$here"/*/pom.xml \
    "$here"/*/src/main -newer "$1" -print -quit 2> /dev/null)" ]
}

# The file "built" bears the time at which the last build began.
build_jars() {
  local target=$here/kernel/target log=$here/kernel/target/build.log
  find_java
  # One build of this folder at a time; the launcher ./vsr takes the same lock.
  exec 9< "$root/pom.xml"
  ! command -v flock > /dev/null || flock 9
  if [ -s "$target/classpath" ] && [ -e "$target/built" ] && ! newer_than "$target/built"; then
    exec 9<&-
    return
  fi
  command -v mvn > /dev/null || fail "Maven is not installed; install version 3.8 or later (Debian, Ubuntu: apt install maven)"
  mkdir -p "$target"
  touch "$target/building"
  printf 'notebooks: building...\n' >&2
  mvn -B -q -ntp -f "$root/pom.xml" -pl notebooks/kernel -am -Dmaven.test.skip=true package < /dev/null > "$log" 2>&1 || {
    head -n 20 "$log" >&2
    fail "the build failed; all of Maven's messages are in $log"
  }
  mv "$target/building" "$target/built"
  exec 9<&-
}

# Jars of the project lie in its own target folders, all others in Maven's repository.
class_path() {
  local jar
  for jar in "$here"/kernel/target/vsr4j-notebook-kernel-*.jar; do
    printf '%s:' "$jar"
  done
  cat "$here/kernel/target/classpath"
}

# A class path may hold any character, so JSON is written by a library.
write_kernel() {
  local folder=$here/target/jupyter/kernels/java
  mkdir -p "$folder"
  "$java" -cp "$(class_path)" io.vsr4j.notebook.kernel.KernelSpec "$java" "$java_version" "$(class_path)" > "$folder/kernel.json.new"
  mv "$folder/kernel.json.new" "$folder/kernel.json"
}
