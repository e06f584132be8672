# Restarts the node, or sees whether it has restarted; see docs/adr/0104. Sent only where a step does that.

# What conditions put in its place: see meet_conditions.sh.
sort_due() { :; }

# Sets boot to the name of this start of the system.
find_boot() {
  boot=
  read -r boot </proc/sys/kernel/random/boot_id
}

# INDEX SECONDS
reboot_node() {
  begin "$1"
  find_boot
  if [ "$me" -ne 0 ]; then
    stay "$1" "only root can restart the node: log in as root, or become root (become: sudo)"
  elif [ -z "$boot" ]; then
    stay "$1" "the node has no /proc/sys/kernel/random/boot_id, by which a restart is recognized"
  fi
  sort_due
  # It might lie somewhere that is not emptied. The lock stays: nobody else shall begin now.
  leave
  mark O "$1" "$boot"
  # That is to be heard: some systems end at once.
  sleep 0.3 || sleep 1
  if (trap - EXIT && restart </dev/null >&4 2>&4 3>&- 4>&- 5>&- 6<&- 7>&-); then
    go_down "$1" "$2"
  else
    stay "$1"
  fi
}

# INDEX FORMER SECONDS
await_reboot() {
  begin "$1"
  find_boot
  if [ -n "$boot" ] && [ "$boot" != "$2" ]; then
    mark E "$1" A -
    return
  fi
  mark O "$1" "$2"
  go_down "$1" "$3"
}

compare_reboot() { # INDEX
  begin "$1"
  mark R "$1"
  echo restart >&4
  mark E "$1" X 0
}

# Runs the program that restarts the node.
restart() {
  cd /
  PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
  if [ -d /run/systemd/system ] && command -v systemctl >/dev/null; then
    systemctl reboot
  elif command -v reboot >/dev/null; then
    reboot
  elif command -v shutdown >/dev/null; then
    shutdown -r now
  elif command -v busybox >/dev/null; then
    busybox reboot
  else
    echo "the node has no program that restarts it: systemctl, reboot, shutdown or busybox"
    return 1
  fi
}

# Waits for the end, which comes with that of the system or when nobody listens any more: INDEX SECONDS
go_down() {
  n=0
  while [ "$n" -lt "$2" ]; do
    pass 1
    n=$((n + 1))
    mark O "$1" "$boot"
  done
  stay "$1" "it has not restarted after $2 s: it still has the boot ID $boot (a container has that of its host)"
}

# It does not restart, and the run ends: INDEX [WORDS]
stay() {
  if [ -n "$2" ]; then echo "$2" >&4; fi
  mark E "$1" F
  unlock
  leave
  if [ -n "$more" ]; then rm -f "$more"; fi
  mark Z
  exit 0
}
