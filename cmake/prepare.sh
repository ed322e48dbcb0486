# Shared by ./counterpart and ./test: installs what is missing from Debian's packages, and builds a preset. Sourced, not run.

say() { printf 'counterpart: %s\n' "$*" >&2; }
give_up() { say "$*"; exit 3; }

build_packages="g++ cmake ninja-build pkg-config libboost1.81-dev libfmt-dev libpugixml-dev libcli11-dev libre2-dev libarchive-dev python3"
test_packages="catch2 libxml2-utils perl curl procps iproute2 python3-jsonschema junitparser"

# Installs those of the packages that are not there yet; asks nothing when nothing is missing.
need_packages() {
    command -v dpkg-query >/dev/null || return 0 # not a Debian: cmake will name what it misses
    missing=
    for package in "$@"; do
        case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) in
        *' installed') ;;
        *) missing="$missing $package" ;;
        esac
    done
    [ -n "$missing" ] || return 0
    become=
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || give_up "these packages are missing:$missing; install them as root: apt-get install$missing"
        become=sudo
    fi
    say "installing$missing (apt-get)"
    $become apt-get update -qq || say "the package lists could not be refreshed; trying with those that are here"
    $become env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
        give_up "apt-get could not install$missing"
}

# Configures (once) and builds a preset below $root/build; a line of progress where somebody looks on.
build_preset() {
    preset=$1
    shift
    if [ ! -f "$root/build/$preset/build.ninja" ]; then
        say "configuring the $preset build in build/$preset"
        (cd "$root" && cmake --preset "$preset" >"$root/build-$preset.log" 2>&1) ||
            { cat "$root/build-$preset.log" >&2; rm -f "$root/build-$preset.log"; give_up "the build could not be configured"; }
        rm -f "$root/build-$preset.log"
        say "building (a few minutes the first time)"
    fi
    # One build at a time in a folder, whoever started it.
    (
        flock 9
        if [ -t 2 ]; then
            cmake --build "$root/build/$preset" "$@" >&2 || exit 1
        else
            output=$(cmake --build "$root/build/$preset" "$@" 2>&1) || { printf '%s\n' "$output" >&2; exit 1; }
        fi
    ) 9>"$root/build/$preset/.lock" || give_up "the build failed; see above"
}
