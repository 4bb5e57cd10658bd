#!/bin/sh
# sakai start|stop|status: the application server of this host.
set -eu
. "$LAB_HOST_DIR/lib/lab.sh"
cd "$LAB_HOST_DIR"
log=logs/catalina.out

show_new_lines() {
  total=$(wc -l < "$log")
  if [ "$total" -gt "$shown" ]; then
    sed -n "$((shown + 1)),${total}p" "$log"
    shown=$total
  fi
}

start() {
  if server_is_running; then
    say "$LAB_HOST: Sakai is already running (pid $pid)"
    return
  fi
  tag=$(cat current/TAG) || fail "$LAB_HOST: no release is deployed"
  cp config-staging/sakai.properties current/sakai.properties || fail "$LAB_HOST: no sakai.properties to start with"
  say "$LAB_HOST: starting Sakai $tag"
  touch "$log"
  shown=$(wc -l < "$log")
  before=$shown
  rm -f run/sakai.pid
  launcher=nohup
  if command -v setsid >/dev/null 2>&1; then launcher=setsid; fi
  "$launcher" /bin/sh "$LAB_HOST_DIR/lib/sakai-server.sh" "$tag" </dev/null >>"$log" 2>&1 &
  launched=$!
  while :; do
    sleep 0.1
    ended=no
    kill -0 "$launched" 2>/dev/null || ended=yes
    show_new_lines
    if sed -n "$((before + 1)),\$p" "$log" | grep -q 'Server startup in'; then break; fi
    if [ "$ended" = yes ]; then fail "$LAB_HOST: Sakai ended while starting"; fi
  done
  show_new_lines
  say "$LAB_HOST: Sakai $tag is up (pid $(server_pid))"
}

stop() {
  if ! server_is_running; then
    say "$LAB_HOST: Sakai is not running"
    return
  fi
  if fault stop-fails; then fail "$LAB_HOST: pid $pid doesn't react to the shutdown request"; fi
  say "$LAB_HOST: stopping Sakai (pid $pid)"
  shown=$(wc -l < "$log")
  kill -TERM "$pid"
  while server_is_running; do
    sleep 0.1
    show_new_lines
  done
  show_new_lines
  say "$LAB_HOST: Sakai is stopped"
}

status() {
  tag=$(cat current/TAG 2>/dev/null || echo none)
  page=off
  if [ -e run/maintenance ]; then page=on; fi
  if server_is_running; then
    echo "$LAB_HOST: running, release $tag, maintenance page $page"
  else
    echo "$LAB_HOST: stopped, release $tag, maintenance page $page"
  fi
}

case ${1-} in
  start | stop | status) "$1" ;;
  *)
    echo 'usage: sakai start|stop|status' >&2
    exit 64
    ;;
esac
