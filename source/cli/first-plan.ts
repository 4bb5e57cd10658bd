import type { Day } from '../plan/template/calendar.ts';

/** A small plan to begin with: right but for what is TBD, which `gonogo check` lists. */
export function firstPlan(date: Day): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  return `---
# What has to be filled in says TBD; gonogo check lists it. gonogo help plan has the language.
title: TBD release
# Date, two times and a zone; S, the start of the release, is when it opens.
window: ${date} 05:00 - 07:00 ${zone}
# Who does what: the steps below name these.
roles:
  programmer: TBD
  qc: TBD
  release: TBD
# Sets like web[1-4], and @groups.
hosts:
  app: TBD
# Steps see them as environment, "$tag"; titles and instructions as {{tag}}.
vars:
  tag: TBD
  previous: TBD
---

# TBD release

What is released, and what people will notice of it: TBD

## Preparation

- (Programmer) Check every server {#preflight for=10m}

  Each must answer, and have room for the release.

  \`\`\`sh on=@app timeout=1m
  uptime && df -h .
  \`\`\`

## During the maintenance window

- (S + 0 Programmer) Stop the application {#stop for=5m}

  \`\`\`sh on=@app timeout=5m
  echo "TBD: how it is stopped" && false
  \`\`\`

- (S + 5m Programmer) Deploy {{tag}} {#deploy for=10m}

  \`\`\`sh on=@app timeout=10m
  echo "TBD: how $tag is deployed" && false
  \`\`\`

- (S + 15m Programmer) Start the application {#start for=5m}

  \`\`\`sh on=@app timeout=5m
  echo "TBD: how it is started" && false
  \`\`\`

- (S + 20m QC) Verification {#verify decision poll=qc,release for=20m}

  Go, or back: what is said here decides.

  - TBD works
  - (Programmer) No new errors in the log

- (S + 40m Release) Tell everybody {#tell for=5m}

## Fall-back procedure

D is the moment of the decision to go back.

- (D + 0 Programmer) Stop the application {#back-stop undoes=stop,start for=5m}

  \`\`\`sh on=@app timeout=5m
  echo "TBD: how it is stopped" && false
  \`\`\`

- (D + 5m Programmer) Deploy {{previous}} {#back-deploy undoes=deploy for=10m}

  \`\`\`sh on=@app timeout=10m
  echo "TBD: how $previous is deployed" && false
  \`\`\`

- (D + 15m Programmer) Start the application {#back-start undoes=stop for=5m}

  \`\`\`sh on=@app timeout=5m
  echo "TBD: how it is started" && false
  \`\`\`
`;
}
