import { foldHosts } from './fold-hosts.ts';
import type { FrontMatter } from './front-matter.ts';
import { expandHosts, resolverOf } from './host-set.ts';
import type { Plan, TransportKind } from './plan.ts';
import type { ProblemList } from './problem-list.ts';
import type { Groups } from './read-groups.ts';
import { suggest, suggestion } from './suggest.ts';

export type Reach = Pick<Plan, 'transports' | 'hostKeys'>;

export type ReachContext = {
  readonly front: FrontMatter;
  readonly groups: Groups | undefined;
  /** Every host that the plan names. */
  readonly hosts: readonly string[];
  readonly problems: ProblemList;
};

const TRANSPORTS: readonly TransportKind[] = ['ssh2', 'openssh'];
const FINGERPRINT = /SHA256:[A-Za-z0-9+/]{43}(?![A-Za-z0-9+/])/;

/** What `transport:` and `host-keys:` say of each host. */
export function readReach(context: ReachContext): Reach {
  return { transports: readTransports(context), hostKeys: readHostKeys(context) };
}

function readTransports(context: ReachContext): Plan['transports'] {
  const given = context.front.values.transport;
  if (given === undefined) return {};
  if (typeof given === 'string') {
    const kind = readKind(given, ['transport'], context);
    return kind === 'openssh' ? Object.fromEntries(context.hosts.map((host) => [host, kind])) : {};
  }
  const found = new Map<string, { readonly kind: TransportKind; readonly by: string }>();
  const known = new Set(context.hosts);
  for (const [name, value] of Object.entries(given)) {
    const hosts = hostsOf({ key: 'transport', name, known, context });
    const kind = readKind(value, ['transport', name], context);
    if (kind === undefined) continue;
    const others = hosts.filter((host) => (found.get(host)?.kind ?? kind) !== kind);
    if (others.length > 0)
      reportContradiction({ others, name, by: found.get(others[0] ?? '')?.by ?? '', context });
    for (const host of hosts) found.set(host, { kind, by: name });
  }
  return Object.fromEntries(
    [...found].flatMap(([host, { kind }]) => (kind === 'openssh' && known.has(host) ? [[host, kind]] : [])),
  );
}

function readKind(
  text: string,
  path: readonly string[],
  { front, problems }: ReachContext,
): TransportKind | undefined {
  const kind = TRANSPORTS.find((known) => known === text);
  if (kind === undefined) {
    const message = `unknown transport \`${text}\``;
    problems.error({ ...front.placeOf(path), message, mend: suggestion(text, TRANSPORTS) });
  }
  return kind;
}

function reportContradiction({
  others,
  name,
  by,
  context: { front, problems },
}: {
  readonly others: readonly string[];
  readonly name: string;
  readonly by: string;
  readonly context: ReachContext;
}): void {
  const [host = ''] = others;
  const wider = name === host ? by : name;
  const set = Object.hasOwn(front.values.hosts ?? {}, wider) ? `@${wider}` : wider;
  const message = `\`${foldHosts(others)}\` has another transport by \`${by}\``;
  const mend =
    others.length === 1
      ? `write \`"${set}!${host}"\` in place of \`${wider}\``
      : 'name each host once, or with the same transport';
  problems.error({ ...front.keyPlaceOf(['transport', name]), message, mend });
}

function readHostKeys(context: ReachContext): Plan['hostKeys'] {
  const keys = new Map<string, Set<string>>();
  const known = new Set(context.hosts);
  for (const [name, value] of Object.entries(context.front.values['host-keys'] ?? {})) {
    const fingerprints = readFingerprints(name, value, context);
    for (const host of hostsOf({ key: 'host-keys', name, known, context })) {
      keys.set(host, (keys.get(host) ?? new Set()).union(fingerprints));
    }
  }
  return Object.fromEntries([...keys].map(([host, fingerprints]) => [host, [...fingerprints]]));
}

function readFingerprints(
  name: string,
  value: string | readonly string[],
  { front, problems }: ReachContext,
): ReadonlySet<string> {
  const list = typeof value === 'string' ? [value] : value;
  if (list.length === 0) {
    const mend = 'write `SHA256:...`, or leave the host out';
    problems.error({ ...front.placeOf(['host-keys', name]), message: 'no fingerprint is given', mend });
  }
  list.forEach((text, index) => {
    const within = FINGERPRINT.exec(text)?.[0];
    if (within === text) return;
    const place = front.placeOf(typeof value === 'string' ? ['host-keys', name] : ['host-keys', name, index]);
    const message = 'this is no fingerprint: `SHA256:` and 43 characters of base64';
    const mend =
      within === undefined
        ? '`ssh-keygen -lf FILE` prints that of a public key or of a known_hosts file'
        : `write \`${within}\` alone`;
    problems.error({ ...place, message, mend });
  });
  return new Set(list);
}

/** A key is a host set, or the name of a group, with or without its `@`. */
function hostsOf({
  key,
  name,
  known,
  context: { front, groups, problems },
}: {
  readonly key: 'transport' | 'host-keys';
  readonly name: string;
  readonly known: ReadonlySet<string>;
  readonly context: ReachContext;
}): readonly string[] {
  if (groups === undefined) return [];
  const place = front.keyPlaceOf([key, name]);
  const isGroup = Object.hasOwn(groups, name);
  if (isGroup && known.has(name)) {
    const message = `\`${name}\` is a group and a host`;
    problems.error({ ...place, message, mend: `write \`"@${name}"\` for the group` });
    return [];
  }
  const result = expandHosts(isGroup ? `@${name}` : name, resolverOf(groups));
  if (result.type === 'invalid') {
    problems.error({ ...place, message: result.message });
    return [];
  }
  if (result.hosts.length === 0) problems.warning({ ...place, message: `\`${name}\` leaves no host` });
  const stranger = result.hosts.find((host) => !known.has(host));
  if (stranger !== undefined) {
    const near = suggest(stranger, known);
    const effect = key === 'transport' ? '; this has no effect' : '; its keys are kept, as for a jump host';
    problems.warning({
      ...place,
      message: `no step and no group names \`${stranger}\`${effect}`,
      mend: near === undefined ? undefined : `did you mean \`${near}\`?`,
    });
  }
  return result.hosts;
}
