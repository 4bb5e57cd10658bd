import { countNumbers, numbersOf, type PatternPart, parsePattern } from './host-pattern.ts';
import { isReserved } from './reserved.ts';
import { suggestion } from './suggest.ts';

/** Hosts each once, in the order of appearance; or what is wrong, and where in the expression. */
export type HostSetResult =
  | { readonly type: 'expanded'; readonly hosts: readonly string[] }
  | { readonly type: 'invalid'; readonly message: string; readonly offset: number; readonly length: number };

/** Where `@name` is looked up. */
export type HostGroups = {
  readonly hostsOf: (name: string) => readonly string[] | undefined;
  readonly names: readonly string[];
};

/** Looks names up in groups that are expanded already. */
export function resolverOf(groups: Readonly<Record<string, readonly string[]>>): HostGroups {
  return {
    hostsOf: (name) => (Object.hasOwn(groups, name) ? groups[name] : undefined),
    names: Object.keys(groups),
  };
}

/** A set of more hosts is a slip of the pen; it is refused before anything is made of it. */
const MOST_HOSTS = 10_000;

const LONGEST_EXPRESSION = 100_000;
const LONGEST_NAME = 253;
const PLAIN_NAME = /^\w[\w.-]{0,252}$/;

/**
 * Expands ClusterShell's notation: `n[1-4,8]`, `n[01-12]`, `n[0-10/2]`, `r[1-2]n[1-4]`, `@group`, and the
 * operators `,` union, `!` difference, `&` intersection, `^` symmetric difference, taken from left to right.
 */
export function expandHosts(expression: string, groups?: HostGroups): HostSetResult {
  if (expression.trim() === '') return invalid('no host is named', 0, Math.max(1, expression.length));
  if (expression.length > LONGEST_EXPRESSION) return invalid('the expression is too long', 0, 1);
  let hosts = new Set<string>();
  let made = 0;
  for (const term of terms(expression)) {
    const expanded = expandTerm(term, groups);
    if (expanded.type === 'invalid') return expanded;
    hosts = combine(term.operator, hosts, expanded.hosts);
    made += expanded.hosts.length;
    if (hosts.size > MOST_HOSTS) return tooMany(hosts.size, 0, expression.length);
    if (made > MOST_HOSTS * 5) return invalid('the expression is too long', term.offset, term.text.length);
  }
  return { type: 'expanded', hosts: [...hosts] };
}

type Operator = ',' | '!' | '&' | '^';
type Term = { readonly operator: Operator; readonly text: string; readonly offset: number };

function terms(expression: string): readonly Term[] {
  const found: Term[] = [];
  let operator: Operator = ',';
  let start = 0;
  let inBracket = false;
  const push = (end: number) => {
    const raw = expression.slice(start, end);
    const text = raw.trim();
    found.push({ operator, text, offset: text === '' ? start : start + raw.indexOf(text) });
  };
  for (let i = 0; i < expression.length; i += 1) {
    const character = expression[i];
    if (character === '[') inBracket = true;
    else if (character === ']') inBracket = false;
    else if (!inBracket && isOperator(character)) {
      push(i);
      operator = character;
      start = i + 1;
    }
  }
  push(expression.length);
  return found;
}

function isOperator(character: string | undefined): character is Operator {
  return character === ',' || character === '!' || character === '&' || character === '^';
}

function expandTerm(term: Term, groups: HostGroups | undefined): HostSetResult {
  if (term.text === '') return invalid('a host is missing beside an operator', term.offset, 1);
  if (term.text.startsWith('@')) return expandGroup(term, groups);
  if (isReserved(term.text)) {
    return invalid(`\`${term.text}\` can't be the name of a host`, term.offset, term.text.length);
  }
  if (PLAIN_NAME.test(term.text)) return { type: 'expanded', hosts: [term.text] };
  const pattern = parsePattern(term.text);
  if (pattern.type === 'invalid') {
    return invalid(pattern.message, term.offset + pattern.offset, pattern.length);
  }
  const count = countHosts(pattern.parts);
  if (count > MOST_HOSTS) return tooMany(count, term.offset, term.text.length);
  const hosts = expandParts(pattern.parts);
  const tooLong = hosts.some((host) => host.length > LONGEST_NAME);
  if (tooLong) return invalid('a host name is too long', term.offset, term.text.length);
  return { type: 'expanded', hosts };
}

function expandGroup(term: Term, groups: HostGroups | undefined): HostSetResult {
  const name = term.text.slice(1);
  const hosts = groups?.hostsOf(name);
  if (hosts !== undefined) return { type: 'expanded', hosts };
  const hint = suggestion(
    `@${name}`,
    (groups?.names ?? []).map((known) => `@${known}`),
  );
  const message = `no host group is called \`@${name}\`${hint === undefined ? '' : `; ${hint}`}`;
  return invalid(message, term.offset, term.text.length);
}

function countHosts(parts: readonly PatternPart[]): number {
  return parts.reduce((count, part) => count * (part.type === 'bracket' ? countNumbers(part.ranges) : 1), 1);
}

function expandParts(parts: readonly PatternPart[]): readonly string[] {
  let hosts: readonly string[] = [''];
  for (const part of parts) {
    const ends = part.type === 'literal' ? [part.text] : numbersOf(part.ranges);
    hosts = hosts.flatMap((host) => ends.map((end) => host + end));
  }
  return hosts;
}

/** `left` is ours to change: copying it for each of many terms would cost their square. */
function combine(operator: Operator, left: Set<string>, hosts: readonly string[]): Set<string> {
  switch (operator) {
    case ',':
      for (const host of hosts) left.add(host);
      return left;
    case '!':
      for (const host of hosts) left.delete(host);
      return left;
    case '&':
      return new Set(hosts).intersection(left);
    case '^':
      return left.symmetricDifference(new Set(hosts));
  }
}

function tooMany(count: number, offset: number, length: number): HostSetResult {
  const most = MOST_HOSTS.toLocaleString('en-US');
  return invalid(`${count.toLocaleString('en-US')} hosts; a plan takes at most ${most}`, offset, length);
}

function invalid(message: string, offset: number, length: number): HostSetResult {
  return { type: 'invalid', message, offset, length };
}
