#!/bin/bash
host=$1 port=$2 user=$3
ask() { # METHOD TARGET -> status, body
    local line name value length=
    exec 3<>"/dev/tcp/$host/$port" || return 1
    printf '%s %s HTTP/1.1\r\nHost: %s:%s\r\nConnection: close\r\n\r\n' "$1" "$2" "$host" "$port" >&3
    read -r -u 3 _ status _ || return 1
    while IFS= read -r -u 3 line && [ "${line%$'\r'}" ]; do
        line=${line%$'\r'}
        name=${line%%:*} value=${line#*:}
        [ "${name,,}" = content-length ] && length=${value//[[:space:]]/}
    done
    if [ -n "$length" ]; then body=$(head -c "$length" <&3; echo x); else body=$(cat <&3; echo x); fi
    body=${body%x}
    exec 3<&- 3>&-
}
ask KEY "/user/$user/" || exit 2
[ "$status" = 200 ] || { echo "$body" >&2; exit 1; }
key=$body
printf '%s\n' "$key"
ask PUT "/key/$user/$key/" || exit 2
[ "$status" = 200 ] || { echo "$body" >&2; exit 1; }
printf '%s' "$body"
