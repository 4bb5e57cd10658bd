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
  const stems = new Set<string>();
  for (const step of steps)
    for (const text of textsOf(step))
      for (const { hosts } of findSeries(text)) for (const host of hosts) stems.add(stemOf(host));
  const sets = new Map<DraftStep, readonly string[]>();
  const all = new Set<string>();
  for (const step of steps) {
    const own = [...new Set(textsOf(step).flatMap((text) => hostsIn(text, stems)))];
    for (const host of own) all.add(host);
    sets.set(step, own);
    rewrite(step, draft);
  }
  const groups = groupsOf(
    [...sets.values()].filter((hosts) => hosts.length > 0),
    [...all],
  );
  const placeOf = (step: DraftStep) => {
    const own = sets.get(step) ?? [];
    if (own.length === 0) return undefined;
    const expression = folded(own);
    const group = [...groups].find(([, hosts]) => hosts === expression)?.[0];
    return group === undefined ? expression : `@${group}`;
  };
  return { groups, placeOf };
}

function textsOf(step: DraftStep): readonly string[] {
  return [step.title, ...step.body.flatMap((part) => (part.type === 'text' ? [part.text] : []))].map((text) =>
    text.slice(0, 2_000),
  );
}

function hostsIn(text: string, stems: ReadonlySet<string>): readonly string[] {
  const series = findSeries(text);
  const singles = findSingles(text, stems).filter(({ start, end }) =>
    series.every((other) => end <= other.start || start >= other.end),
  );
  return [...series, ...singles].flatMap(({ hosts }) => hosts);
}

function rewrite(step: DraftStep, draft: Draft): void {
  const write = (text: string): string => {
    const series = findSeries(text.slice(0, 2_000));
    for (const words of series) tell(text.slice(words.start, words.end), words, step, draft);
    return series.reduceRight(
      (rest, { start, end, hosts }) => rest.slice(0, start) + folded(hosts) + rest.slice(end),
      text,
    );
  };
  step.title = write(step.title);
  for (const part of step.body) if (part.type !== 'code') part.text = write(part.text);
}

function tell(original: string, { hosts }: HostWords, { line }: DraftStep, { guesses, notes }: Draft): void {
  const expression = folded(hosts);
  if (expression === original) return;
  guesses.push({ line, read: `\`${original}\` as ${hosts.length} hosts, \`${expression}\``, sure: 'likely' });
  notes.push({ line, text: `\`${original}\` is written \`${expression}\`` });
}

/** All hosts together; besides, each set that several hosts make. */
function groupsOf(sets: readonly (readonly string[])[], all: readonly string[]): ReadonlyMap<string, string> {
  const groups = new Map<string, string>();
  if (all.length === 0) return groups;
  const every = folded(all);
  const distinct = [...new Set(sets.map(folded))].filter((expression) => expression !== every);
  const single = all.filter((host) => distinct.includes(host));
  const head = single.length === 1 ? single[0] : undefined;
  const others = distinct.filter((expression) => expression !== head);
  const rest = folded(all.filter((host) => host !== head));
  if (head !== undefined && others.length === 1 && others[0] === rest) {
    groups.set('head', head).set('rest', rest);
  } else {
    for (const expression of others.filter((one) => !all.includes(one))) {
      const stem = /^[A-Za-z][A-Za-z-]*/.exec(expression)?.[0].replace(/-$/, '') ?? 'hosts';
      groups.set(freeName(stem === 'all' ? 'hosts' : stem, groups), expression);
    }
  }
  groups.set('all', every);
  return groups;
}

function freeName(wanted: string, groups: ReadonlyMap<string, string>): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${wanted}-${n}`;
    if (!groups.has(name) && !(name in Object.prototype)) return name;
  }
}
