import { foldHosts } from '../fold-hosts.ts';
import { expandHosts } from '../host-set.ts';
import { type Draft, type DraftStep, stepsIn } from './draft.ts';
import { findSeries, findSingles, folded, type HostWords, stemOf } from './find-hosts.ts';

/** Which hosts each step names, and the groups of the front matter. */
export type Hosts = {
  /** Group name -> host set. */
  readonly groups: ReadonlyMap<string, string>;
  /** What to write after `on=`; undefined where the step names no host. */
  readonly placeOf: (step: DraftStep) => string | undefined;
};

/** Finds hosts in the words of the steps; series are written in the plan's own notation. */
export function nameHosts(draft: Draft): Hosts {
  const steps = stepsIn(draft);
  const seriesIn = createFinder();
  const named = steps.flatMap(textsOf).flatMap(seriesIn);
  const stems = new Set(named.flatMap(({ hosts }) => hosts.map(stemOf)));
  const sets = new Map<DraftStep, readonly string[]>();
  const all = new Set<string>();
  for (const step of steps) {
    const own = [...new Set(textsOf(step).flatMap((text) => hostsIn(text, stems, seriesIn)))];
    for (const host of own) all.add(host);
    sets.set(step, own);
    rewrite(step, draft, seriesIn);
  }
  const different = new Map([...sets.values()].map((hosts) => [hosts.join(','), hosts]));
  different.delete('');
  const groups = groupsOf([...different.values()], [...all]);
  const placeOf = (step: DraftStep) => {
    const own = sets.get(step) ?? [];
    if (own.length === 0) return undefined;
    const group = [...groups].find(([, expression]) => hasSame(expression, own))?.[0];
    return group === undefined ? folded(own) : `@${group}`;
  };
  return { groups, placeOf };
}

type Named = HostWords & { readonly expression: string };
type Finder = (text: string) => readonly Named[];

/** What a whole plan may name; a document beyond that names no hosts. */
const MOST_HOSTS = 20_000;

function createFinder(): Finder {
  const known = new Map<string, readonly Named[]>();
  let hosts = 0;
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const series = hosts > MOST_HOSTS ? [] : findSeries(text);
    const found = series.map((words) => ({ ...words, expression: folded(words.hosts) }));
    hosts += found.reduce((sum, words) => sum + words.hosts.length, 0);
    known.set(text, found);
    return found;
  };
}

function hasSame(expression: string, hosts: readonly string[]): boolean {
  const expanded = expandHosts(expression);
  return expanded.type === 'expanded' && foldHosts(expanded.hosts) === foldHosts(hosts);
}

function textsOf(step: DraftStep): readonly string[] {
  return [step.title, ...step.body.flatMap((part) => (part.type === 'text' ? [part.text] : []))].map((text) =>
    text.slice(0, 2_000),
  );
}

function hostsIn(text: string, stems: ReadonlySet<string>, seriesIn: Finder): readonly string[] {
  const series = seriesIn(text);
  const singles = findSingles(text, stems).filter(({ start, end }) =>
    series.every((other) => end <= other.start || start >= other.end),
  );
  return [...series, ...singles].flatMap(({ hosts }) => hosts);
}

function rewrite(step: DraftStep, draft: Draft, seriesIn: Finder): void {
  const write = (text: string): string => {
    const series = seriesIn(text.slice(0, 2_000));
    for (const words of series) tell(text.slice(words.start, words.end), words, step, draft);
    return series.reduceRight(
      (rest, { start, end, expression }) => rest.slice(0, start) + expression + rest.slice(end),
      text,
    );
  };
  step.title = write(step.title);
  for (const part of step.body) if (part.type !== 'code') part.text = write(part.text);
}

function tell(
  original: string,
  { hosts, expression }: Named,
  { line }: DraftStep,
  { guesses, notes }: Draft,
): void {
  if (expression === original) return;
  guesses.push({ line, read: `\`${original}\` as ${hosts.length} hosts, \`${expression}\``, sure: 'likely' });
  notes.push({ line, text: `\`${original}\` is written \`${expression}\`` });
}

/** All hosts together; besides, each set that several hosts make. */
function groupsOf(sets: readonly (readonly string[])[], all: readonly string[]): ReadonlyMap<string, string> {
  const groups = new Map<string, string>();
  if (all.length === 0) return groups;
  const distinct = new Map(sets.map((hosts) => [foldHosts(hosts), hosts]));
  distinct.delete(foldHosts(all));
  const singles = [...distinct.values()].filter((hosts) => hosts.length === 1).flat();
  const others = [...distinct.values()].filter((hosts) => hosts.length > 1);
  // One of a series, and what is left of it: the head node and the rest.
  const [head] = singles.length === 1 ? singles : [];
  const isOfSeries = all.some((host) => head !== undefined && host !== head && stemOf(host) === stemOf(head));
  const rest = foldHosts(all.filter((host) => host !== head));
  const [other] = others;
  if (
    head !== undefined &&
    isOfSeries &&
    other !== undefined &&
    others.length === 1 &&
    foldHosts(other) === rest
  ) {
    groups.set('head', head).set('rest', folded(other));
  } else {
    for (const hosts of others) {
      const stem = /^[A-Za-z][A-Za-z-]*/.exec(hosts[0] ?? '')?.[0].replace(/-$/, '') ?? 'hosts';
      groups.set(freeName(stem === 'all' ? 'hosts' : stem, groups), folded(hosts));
    }
  }
  groups.set('all', folded(all));
  return groups;
}

function freeName(wanted: string, groups: ReadonlyMap<string, string>): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${wanted}-${n}`;
    if (!groups.has(name) && !(name in Object.prototype)) return name;
  }
}
