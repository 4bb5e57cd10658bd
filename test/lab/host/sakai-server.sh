# The server itself: writes its log to stdout until it is told to stop or the lab is gone.
. "$LAB_HOST_DIR/lib/lab.sh"
cd "$LAB_HOST_DIR" || exit 1
tag=$1
began=$(date +%s)
most_seconds=14400

entry() { printf '%s %s\n' "$(date '+%Y-%m-%d %H:%M:%S')" "$*"; }

milliseconds() {
  ms=$(date +%s%3N)
  case $ms in *[!0-9]*) ms=$(date +%s)000 ;; esac
  echo "$ms"
}

shut_down() {
  entry 'INFO  Stopping service Catalina'
  pause 1
  entry 'INFO  Sessions are saved, connections are closed'
  pause 0.5
  rm -f run/sakai.pid
  exit 0
}

printf '%s\n' "$$" > run/sakai.pid
first=$(milliseconds)
entry "INFO  Starting Sakai $tag on $LAB_HOST"
for part in kernel content site gradebook gradebook2 portal; do
  pause 1
  entry "INFO  Loading component sakai-$part"
  if [ "$part" = gradebook ] && fault start-fails; then
    entry 'SEVERE Could not create bean org.sakaiproject.gradebook.GradebookService'
    entry 'SEVERE Server startup failed'
    rm -f run/sakai.pid
    exit 1
  fi
done
pause 1
trap shut_down TERM
entry "INFO  Server startup in $(($(milliseconds) - first)) ms"
if fault log-errors; then entry 'ERROR GradebookManager: could not load gradebook of site 6042'; fi

requests=0
while lab_is_there && [ $(($(date +%s) - began)) -lt "$most_seconds" ]; do
  sleep 1 &
  wait $!
  requests=$((requests + 1))
  if [ $((requests % 5)) -eq 0 ]; then entry "INFO  GET /portal/site/$((6000 + requests)) 200"; fi
done
