import { foldHosts } from '../fold-hosts.ts';
import { expandHosts } from '../host-set.ts';

/** A set of hosts that some words name: `prod2 . . . prod6, and mail1`. */
export type HostWords = {
  readonly start: number;
  readonly end: number;
  readonly hosts: readonly string[];
  /** Names of hosts that are a series of their own, as opposed to words that only look like one. */
  readonly series: boolean;
};

const NAME = '[A-Za-z][A-Za-z-]{0,30}\\d{1,4}(?:\\.[A-Za-z][A-Za-z\\d-]{0,30}){0,5}';
const GAP =
  '\\s*(?:,?\\s*(?:\\.\\s?){2,4},?|,?\\s*\\u2026,?|\\s-\\s|\\u2013|\\bto\\b|\\bthrough\\b|\\bthru\\b)\\s*';
const SERIES = new RegExp(`\\b(${NAME})${GAP}(${NAME})\\b`, 'gi');
const SHORT_SERIES = /(?<![\w.-])([A-Za-z][A-Za-z-]{1,30})(\d{1,3})-(\d{1,3})(?![\w-]|\.\d)/g;
/** What is counted besides hosts. */
const COUNTED =
  /^(?:v|version|steps?|phases?|releases?|sprints?|days?|weeks?|items?|chapters?|sections?|parts?|levels?|q|fy|tags?|build|rc|pages?|lines?|rows?|options?|[A-Z]+)-?$/;
const BRACKETS = /\b[A-Za-z][\w.-]{0,60}\[\d[\d,/-]{0,40}\](?:[\w.-]{0,60})/g;
const FULL_NAME = /\b[a-z][a-z\d-]{0,40}\d[a-z\d-]{0,20}(?:\.[a-z\d-]{1,40}){2,6}\b/g;
const MOST = 512;

/** The series of hosts in a text, each with the single hosts joined to it by commas. */
export function findSeries(text: string): readonly HostWords[] {
  const found: HostWords[] = [];
  const add = (start: number, length: number, hosts: readonly string[] | undefined) => {
    if (hosts === undefined || found.some((other) => start < other.end && start + length > other.start))
      return;
    found.push(withNeighbours(text, { start, end: start + length, hosts, series: true }));
  };
  for (const match of text.matchAll(SERIES)) {
    const [whole, first = '', last = ''] = match;
    const dots = /\.\s?\.|\u2026/.test(whole);
    if (dots || isHostLike(first)) add(match.index, whole.length, between(first, last));
  }
  for (const match of text.matchAll(BRACKETS)) add(match.index, match[0].length, expand(match[0]));
  for (const match of text.matchAll(SHORT_SERIES)) {
    const [whole, stem = '', first = '', last = ''] = match;
    if (isHostLike(stem)) add(match.index, whole.length, between(`${stem}${first}`, `${stem}${last}`));
  }
  return found.toSorted((a, b) => a.start - b.start);
}

/** Single hosts: those of a known stem, and full names. */
export function findSingles(text: string, stems: ReadonlySet<string>): readonly HostWords[] {
  const found: HostWords[] = [];
  for (const match of text.matchAll(new RegExp(`\\b${NAME}\\b`, 'g'))) {
    if (stems.has(stemOf(match[0])))
      found.push({
        start: match.index,
        end: match.index + match[0].length,
        hosts: [match[0].toLowerCase()],
        series: false,
      });
  }
  for (const match of text.matchAll(FULL_NAME)) {
    if (found.every(({ end, start }) => match.index >= end || match.index + match[0].length <= start)) {
      found.push({
        start: match.index,
        end: match.index + match[0].length,
        hosts: [match[0]],
        series: false,
      });
    }
  }
  return found;
}

export function stemOf(host: string): string {
  return host.toLowerCase().replace(/\d+/, '#');
}

/** In the plan's notation; hosts of one name stay together, in the order in which they were named. */
export function folded(hosts: readonly string[]): string {
  const stems = new Map<string, string[]>();
  for (const host of hosts) stems.set(stemOf(host), [...(stems.get(stemOf(host)) ?? []), host]);
  return [...stems.values()].map(foldHosts).join(',');
}

function isHostLike(name: string): boolean {
  const stem = /^[A-Za-z-]*/.exec(name)?.[0] ?? '';
  return stem.replace('-', '').length >= 2 && !COUNTED.test(stem) && !COUNTED.test(stem.toLowerCase());
}

/** `, and mail1` after a series, `prod1, ` before it. */
function withNeighbours(text: string, words: HostWords): HostWords {
  let { end } = words;
  const hosts = [...words.hosts];
  for (let count = 0; count < 40; count += 1) {
    const next = new RegExp(
      `^\\s*(?:,\\s*(?:and|&)?|\\band\\b|&)\\s*(${NAME})\\b(?!\\s*(?:\\.\\s?){2})`,
      'i',
    ).exec(text.slice(end, end + 120));
    if (next === null) break;
    hosts.push((next[1] ?? '').toLowerCase());
    end += next[0].length;
  }
  return { ...words, end, hosts: [...new Set(hosts)] };
}

function between(first: string, last: string): readonly string[] | undefined {
  const [a, b] = [first.toLowerCase(), last.toLowerCase()];
  if (stemOf(a) !== stemOf(b)) return undefined;
  const [from, to] = [/\d+/.exec(a)?.[0] ?? '', /\d+/.exec(b)?.[0] ?? ''];
  if (Number(to) <= Number(from) || Number(to) - Number(from) > MOST) return undefined;
  return expand(a.replace(/\d+/, `[${from}-${to}]`));
}

function expand(expression: string): readonly string[] | undefined {
  const result = expandHosts(expression);
  return result.type === 'expanded' && result.hosts.length <= MOST ? result.hosts : undefined;
}
