import { foldTargets } from '../../run/words.ts';
import { statusGlyphs } from '../glyphs.ts';
import type { Choice, Stage } from './dialog.ts';

export type HostQuestion = {
  readonly hosts: readonly string[];
  /** Named before the others. */
  readonly first: readonly string[];
  /** Marked as such. */
  readonly failed?: readonly string[] | undefined;
  /** The one whose log is on the screen: named before all. */
  readonly open?: string | undefined;
  /** Offered together, under one key. */
  readonly all: readonly string[];
  readonly label: (host: string) => string;
};

export type HostAnswer =
  | { readonly type: 'ask'; readonly stage: Stage }
  /** `rest`: the answers after these. */
  | { readonly type: 'chosen'; readonly hosts: readonly string[]; readonly rest: readonly string[] };

/** Asks which host: a few by a key, any by its name; one alone is not asked for. */
export function whichHost(question: HostQuestion, answers: readonly string[]): HostAnswer {
  const { hosts, all } = question;
  if (hosts.length < 2) return { type: 'chosen', hosts, rest: answers };
  const keyed = keyedHosts(question);
  const together = all.length > 1;
  if (keyed.length === 0 && !together) return byName(hosts, answers);
  const [key, ...rest] = answers;
  if (key === undefined) {
    const choices: readonly Choice[] = [
      ...(together
        ? [{ key: 'a', label: `all ${all.length} that did not end well: ${foldTargets(all)}` }]
        : []),
      ...keyed.map((host, index) => ({ key: letters.charAt(index), label: marked(question, host) })),
      ...(keyed.length < hosts.length
        ? [{ key: 'n', label: `another: type its name (${foldTargets(hosts)})` }]
        : []),
    ];
    return { type: 'ask', stage: { type: 'choice', ask: 'Which one?', choices } };
  }
  if (key === 'a') return { type: 'chosen', hosts: all, rest };
  const chosen = keyed[letters.indexOf(key)];
  return chosen === undefined ? byName(hosts, rest) : { type: 'chosen', hosts: [chosen], rest };
}

function byName(hosts: readonly string[], [name, ...rest]: readonly string[]): HostAnswer {
  if (name !== undefined) return { type: 'chosen', hosts: [name], rest };
  return { type: 'ask', stage: { type: 'word', ask: `Type its name (${foldTargets(hosts)})`, words: hosts } };
}

function keyedHosts({ hosts, first, open }: HostQuestion): readonly string[] {
  const likely = [...new Set([...(open === undefined ? [] : [open]), ...first])];
  const named = likely.filter((host) => hosts.includes(host));
  const keyed = hosts.length <= letters.length ? [...new Set([...named, ...hosts])] : named;
  return keyed.slice(0, letters.length);
}

function marked({ failed = [], open, label }: HostQuestion, host: string): string {
  const mark = failed.includes(host) ? `${statusGlyphs.failed} ` : '';
  return `${mark}${label(host)}${host === open ? ' (its log is open)' : ''}`;
}

/** No digits: a 3 would not be the host of that number. `a` and `n` are keys of their own. */
const letters = 'bcdefghi';
