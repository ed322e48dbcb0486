#!/bin/sh
# Run by Gradescope when it builds the image, as root, with the zip unpacked in /autograder/source.
set -eu
autograder=${AUTOGRADER:-/autograder}
# What candidates are written in. Most are in Python; add nodejs, perl or ruby where they are allowed.
wanted=
command -v python3 >/dev/null || wanted="$wanted python3"
/sbin/ldconfig -p | grep -q 'libarchive\.so\.13 ' || wanted="$wanted libarchive13"
if [ -n "$wanted" ]; then
    apt-get update -qq
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $wanted
fi
chmod 755 "$autograder/source/counterpart/bin/counterpart"
# A library that does not fit this image is found now, not at the first submission.
LD_LIBRARY_PATH=$autograder/source/counterpart/lib "$autograder/source/counterpart/bin/counterpart" list >/dev/null
