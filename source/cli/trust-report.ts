import { keyLabel } from '../execute/host-keys/public-key.ts';
import type { SurveyedHost } from '../execute/ssh/host-key-survey.ts';
import { foldHosts } from '../plan/fold-hosts.ts';
import { safeLine } from '../plan/safe-text.ts';

/** Where a host stands; in the order in which they are told. */
const trustStates = [
  'known',
  'unknown',
  'other-type-known',
  'changed',
  'not-pinned',
  'revoked',
  'behind',
  'unreached',
] as const;

export type TrustState = (typeof trustStates)[number];

const HEADINGS: Readonly<Record<TrustState, string>> = {
  known: 'known',
  unknown: 'unknown',
  'other-type-known': 'known by a key of another type only',
  changed: 'CHANGED: not the key that is known; find out why before anything else',
  'not-pinned': 'NOT THE KEY IN THE PLAN: find out why before anything else',
  revoked: 'REVOKED: not to be used any more',
  behind: 'behind a hop that is not trusted',
  unreached: 'not reached',
};

export function stateOf({ found }: SurveyedHost): TrustState {
  return found.type === 'shown' ? found.verdict.type : found.type;
}

/** The hosts by their state, hosts with one key on one line, as `ssh-keygen -l` would list it. `all` helps to tell shared keys. */
export function trustText(hosts: readonly SurveyedHost[], all: readonly SurveyedHost[] = hosts): string {
  return trustStates
    .flatMap((state) => {
      const these = hosts.filter((host) => stateOf(host) === state);
      if (these.length === 0) return [];
      if (state === 'known') return [`${HEADINGS[state]}: ${foldHosts(these.map(({ name }) => name))}\n`];
      return [`${HEADINGS[state]}:\n${rows(these, all).join('')}`];
    })
    .join('');
}

function rows(hosts: readonly SurveyedHost[], all: readonly SurveyedHost[]): readonly string[] {
  const groups = Map.groupBy(hosts, groupOf);
  return [...groups.values()].map((group) => {
    const names = foldHosts(group.map(({ name }) => name));
    const [first] = group;
    return `  ${first === undefined ? names : safeLine(row({ first, names, group, all }))}\n`;
  });
}

/** Hosts with the same of these are one line. */
function groupOf({ found }: SurveyedHost): string {
  switch (found.type) {
    case 'shown':
      return [found.key.toString('base64'), ...placesOf(found)].join(' ');
    case 'behind':
      return found.hop;
    case 'unreached':
      return found.reason;
  }
}

type Row = {
  readonly first: SurveyedHost;
  readonly names: string;
  readonly group: readonly SurveyedHost[];
  readonly all: readonly SurveyedHost[];
};

function row({ first: { found }, names, group, all }: Row): string {
  switch (found.type) {
    case 'shown': {
      const { bits, fingerprint, label } = keyLabel(found.key);
      const notes = [...placesOf(found), ...sharedNotes({ key: found.key, group, all })];
      return [`${bits} ${fingerprint} ${names} (${label})`, ...notes].join('; ');
    }
    case 'behind':
      return `${names}: behind ${found.hop}`;
    case 'unreached':
      return `${names}: ${found.reason}`;
  }
}

function placesOf({
  verdict,
}: Extract<SurveyedHost['found'], { readonly type: 'shown' }>): readonly string[] {
  const places = verdict.places.map(({ file, line }) => `${file}:${line}`).join(', ');
  switch (verdict.type) {
    case 'changed':
    case 'revoked':
    case 'other-type-known':
      return [`see ${places}`];
    case 'not-pinned':
      return ['see host-keys in the plan'];
    case 'known':
    case 'unknown':
      return [];
  }
}

/** One key on several machines is a copied disk image, or one machine under several names. */
function sharedNotes({
  key,
  group,
  all,
}: Pick<Row, 'group' | 'all'> & { readonly key: Buffer }): readonly string[] {
  const machines = new Set(group.map(({ knownAs }) => knownAs));
  const others = all.filter(
    (other) =>
      !group.includes(other) &&
      !machines.has(other.knownAs) &&
      other.found.type === 'shown' &&
      other.found.key.equals(key),
  );
  return [
    ...(machines.size > 1 ? [`one key for ${machines.size} hosts`] : []),
    ...(others.length > 0 ? [`the same key as ${foldHosts(others.map(({ name }) => name))}`] : []),
  ];
}

/** The same as data. */
export function trustJson(host: SurveyedHost): Record<string, unknown> {
  const { name, knownAs, found } = host;
  const base = { host: name, knownAs, state: stateOf(host) };
  switch (found.type) {
    case 'shown': {
      const { verdict, key } = found;
      const { bits, fingerprint } = keyLabel(key);
      return { ...base, keyType: verdict.keyType, bits, fingerprint, places: verdict.places };
    }
    case 'behind':
      return { ...base, hop: found.hop };
    case 'unreached':
      return { ...base, reason: found.reason };
  }
}
