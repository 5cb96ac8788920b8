# Sourced by the launchers. Sets java to a Java of version 17 or later and java_version to its number, or ends the script.

fail() {
  printf 'vsr: %s\n' "$1" >&2
  exit 1
}

find_java() {
  local home line
  java=$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java") || {
    [ -z "${JAVA_HOME:-}" ] || fail "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it; correct or unset it"
    fail "Java is not installed; install version 17 or later (Debian, Ubuntu: apt install openjdk-17-jdk)"
  }
  # The release file saves starting a virtual machine only to ask it.
  java_version=
  home=$(dirname "$(dirname "$(readlink -f "$java")")")
  if [ -r "$home/release" ]; then
    while read -r line; do
      case $line in JAVA_VERSION=*) java_version=${line#*=} ;; esac
    done < "$home/release"
  fi
  if [ -z "$java_version" ]; then
    read -r _ _ java_version _ <<< "$("$java" -version 2>&1 | grep ' version ' | head -n 1)" || true
  fi
  java_version=${java_version//\"/}
  java_version=${java_version#1.} # 1.8 is 8
  java_version=${java_version%%[!0-9]*}
  [ -n "$java_version" ] || fail "cannot tell the version of $java; set JAVA_HOME to a Java of version 17 or later"
  [ "$java_version" -ge 17 ] || fail "$java is Java $java_version, but version 17 or later is needed; install it, or set JAVA_HOME"
}
