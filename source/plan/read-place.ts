import { expandHosts, resolverOf } from './host-set.ts';
import type { ActionKind, ActionPlace } from './plan.ts';
import type { ProblemList } from './problem-list.ts';
import type { FenceInfo } from './read-action.ts';
import type { Groups } from './read-groups.ts';
import { waitsForQuery } from './read-wait.ts';
import type { Settings } from './settings.ts';
import { suggest, suggestion } from './suggest.ts';

/** Where an action takes place: here, on hosts, on a database, or at the mail server. */
export function readPlace({
  kind,
  text,
  info,
  settings,
  problems,
}: {
  readonly kind: ActionKind;
  /** Of the fence. */
  readonly text: string;
  readonly info: FenceInfo;
  readonly settings: Settings;
  readonly problems: ProblemList;
}): ActionPlace {
  switch (kind) {
    case 'sh':
    case 'http':
      return readHosts(kind, info, settings.groups, problems);
    case 'js':
      return { type: 'local' };
    case 'copy':
      if (!info.attributes.entries.has('on')) {
        const mend = 'write `copy on=@app`; what stays on this machine is for `sh`';
        problems.error({ ...info.place, message: '`copy` needs `on=` and a host', mend });
      }
      return readHosts(kind, info, settings.groups, problems);
    case 'wait':
      return waitsForQuery(text)
        ? readDatabase(kind, info, settings, problems)
        : readHosts(kind, info, settings.groups, problems);
    case 'sql':
    case 'marker':
      return readDatabase(kind, info, settings, problems);
    case 'mail':
      if (!settings.hasMail) {
        const mend = 'write `mail: { server: "env:SMTP_URL", from: ..., to: ... }`';
        problems.error({ ...info.place, message: 'the front matter has no `mail:`', mend });
      }
      return { type: 'mail' };
  }
}

function readHosts(
  kind: ActionKind,
  info: FenceInfo,
  groups: Groups | undefined,
  problems: ProblemList,
): ActionPlace {
  const on = info.attributes.entries.get('on');
  if (on === undefined) return { type: 'local' };
  const expression = on.value ?? '';
  if (expression === 'local' || expression === 'localhost') {
    const mend = `leave \`on=\` out: \`${kind}\` without it runs on this machine`;
    problems.error({ ...on, message: `\`${expression}\` is not reached through SSH`, mend });
    return { type: 'local' };
  }
  const nowhere: ActionPlace = { type: 'hosts', expression, hosts: [] };
  if (expression === '') problems.error({ ...on, message: '`on` names no host', mend: 'write `on=@app`' });
  if (expression === '' || groups === undefined) return nowhere;
  const result = expandHosts(expression, resolverOf(groups));
  if (result.type === 'invalid') {
    const within = { offset: on.offset + result.offset, length: result.length };
    problems.error({ ...within, message: result.message });
    return nowhere;
  }
  if (result.hosts.length === 0) {
    problems.error({ ...on, message: `\`${expression}\` leaves no host` });
  }
  warnOfStrangers({ hosts: result.hosts, groups, place: on, problems });
  return { type: 'hosts', expression, hosts: result.hosts };
}

/** A host that no group knows is allowed, and is often a slip of the pen. */
function warnOfStrangers({
  hosts,
  groups,
  place,
  problems,
}: {
  readonly hosts: readonly string[];
  readonly groups: Groups;
  readonly place: { readonly offset: number; readonly length: number };
  readonly problems: ProblemList;
}): void {
  const known = new Set(Object.values(groups).flat());
  if (known.size === 0) return;
  const stranger = hosts.find((host) => !known.has(host));
  if (stranger === undefined) return;
  const near = suggest(stranger, known);
  problems.warning({
    ...place,
    message: `\`${stranger}\` is in no group of \`hosts:\``,
    mend: near === undefined ? undefined : `did you mean \`${near}\`?`,
  });
}

function readDatabase(
  kind: 'sql' | 'marker' | 'wait',
  info: FenceInfo,
  settings: Settings,
  problems: ProblemList,
): ActionPlace {
  const on = info.attributes.entries.get('on');
  const name = on?.value ?? '';
  const known = settings.databases;
  if (on === undefined || name === '') {
    const mend = `write \`${kind} on=${Object.keys(known ?? {})[0] ?? 'NAME'}\``;
    problems.error({ ...(on ?? info.place), message: `\`${kind}\` needs \`on=\` and a database`, mend });
  } else if (known !== undefined && !Object.hasOwn(known, name)) {
    const mend = suggestion(name, Object.keys(known)) ?? 'name it under `databases:` in the front matter';
    problems.error({ ...on, message: `unknown database \`${name}\``, mend });
  }
  return { type: 'database', name };
}
