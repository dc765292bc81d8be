#!/bin/sh
# Runs inside a clean Debian that systemd has started: what becomes of a kiosk session there.
# Each answer is a file below /trial/answers, which the trial reads when the computer is off.
set -u
trap 'journalctl --boot --no-pager >/trial/answers/journal; systemctl poweroff' EXIT

answer() { cat >"/trial/answers/$1"; }

until_so() {
    tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ "$tries" -lt 150 ] || return 1
        sleep 0.2
    done
}

is_active() { systemctl is-active --quiet "$1"; }

kiosk_process() {
    for folder in /proc/[0-9]*; do
        case $(tr '\0' ' ' <"$folder/cmdline" 2>/dev/null) in
        *loket-python*"kiosk run"*) echo "${folder#/proc/}" && return 0 ;;
        esac
    done
    return 1
}

# A picture of one colour takes few bytes.
is_shown() {
    XDG_RUNTIME_DIR=/run/loket-session WAYLAND_DISPLAY=wayland-0 grim /trial/answers/screen.png &&
        [ "$(stat --format %s /trial/answers/screen.png)" -gt 10000 ]
}

was_restarted() {
    [ "$(systemctl show --property=NRestarts --value loket-kiosk)" -ge 1 ] && is_active loket-kiosk
}

until_so is_active loket-kiosk && until_so is_active loket-sync
systemctl is-active loket-kiosk loket-sync getty@tty1 | answer active

until_so is_shown
kiosk central --data /trial/centre kiosks 2>&1 | answer kiosks
loket-session run sync --status 2>&1 | answer sync
loket-session run doctor --no-camera 2>&1 | answer doctor
loket-session run unsent 2>&1 | answer unsent

kill -STOP "$(kiosk_process)"
until_so was_restarted
systemctl show --property=NRestarts --value loket-kiosk | answer restarts

sleep 2
systemctl stop loket-kiosk
systemctl show --property=Result,ExecMainStatus loket-kiosk | answer stopped
