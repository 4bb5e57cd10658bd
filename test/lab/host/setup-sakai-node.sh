#!/bin/sh
# setup-sakai-node.sh TAG: puts a release on this application server and makes it the current one.
set -eu
. "$LAB_HOST_DIR/lib/lab.sh"

tag=${1-}
case $tag in
  '' | -* | *[!A-Za-z0-9._-]*)
    echo 'usage: setup-sakai-node.sh TAG' >&2
    exit 64
    ;;
esac

cd "$LAB_HOST_DIR"
if server_is_running; then fail "$LAB_HOST: Sakai is running (pid $pid); stop it before a deployment"; fi

say "$LAB_HOST: deploying $tag (now: $(basename "$(readlink current)"))"
rm -rf "releases/$tag.part"
mkdir -p "releases/$tag.part/webapps" "releases/$tag.part/components"
pause 1

done_files=0
for file in components/sakai-kernel components/sakai-gradebook components/gradebook2 \
  webapps/portal webapps/gradebook webapps/gradebook2; do
  printf '%s of %s\n' "$file" "$tag" > "releases/$tag.part/$file.war"
  done_files=$((done_files + 1))
  say "unpacked $file.war ($done_files of 6)"
  pause 0.8
  if [ "$done_files" -eq 3 ]; then
    if fault deploy-fails; then fail "cannot write webapps/portal.war: No space left on device"; fi
    if fault deploy-hangs; then
      say 'waiting for the lock on the release archive'
      while fault deploy-hangs; do sleep 0.2; lab_is_there || exit 75; done
    fi
    if fault connection-lost; then
      : > faults/link-cut
      while fault link-cut; do sleep 0.1; lab_is_there || exit 75; done
    fi
  fi
done

printf '%s\n' "$tag" > "releases/$tag.part/TAG"
rm -rf "releases/$tag"
mv "releases/$tag.part" "releases/$tag"
ln -sfn "releases/$tag" current
say "$LAB_HOST: $tag is the current release"
