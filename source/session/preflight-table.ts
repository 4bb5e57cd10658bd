import type {
  PreflightReport,
  PreflightResult,
  PreflightVerdict,
} from '../execute/preflight/preflight-report.ts';
import { foldHosts } from '../plan/fold-hosts.ts';
import { safeLine } from '../plan/safe-text.ts';

/** The same finding on one or many targets. */
export type PreflightRow = {
  readonly verdict: PreflightVerdict;
  /** Folded: `sakaiprod[1-6]`; or `this machine`, `database sakai`, `secret token`, `mail server`. */
  readonly where: string;
  readonly probe: string;
  readonly words: string;
  readonly mend: string | undefined;
};

/** Rows for a table: what is wrong first, then warnings, then the rest; hosts with the same finding in one row. */
export function preflightRows(results: readonly PreflightResult[]): readonly PreflightRow[] {
  const groups = new Map<string, { readonly first: PreflightResult; readonly targets: string[] }>();
  for (const result of results) {
    const key = JSON.stringify([
      kindOf(result.target),
      result.probe,
      result.verdict,
      alike(result),
      result.mend,
    ]);
    const group = groups.get(key) ?? { first: result, targets: [] };
    groups.set(key, group);
    group.targets.push(result.target);
  }
  const rows = [...groups.values()].map(({ first, targets }) => ({
    verdict: first.verdict,
    where: placeOf(targets),
    probe: first.probe,
    words: safeLine(targets.length > 1 ? alike(first) : first.words),
    mend: first.mend === undefined ? undefined : safeLine(first.mend),
  }));
  return ORDER.flatMap((verdict) => rows.filter((row) => row.verdict === verdict));
}

/** One line: `GO: 7 hosts, 1 database`, or what stands against it and where. */
export function preflightVerdict({ verdict, results }: PreflightReport): string {
  const failed = results.filter((result) => result.verdict === 'no-go');
  const warnings = results.filter((result) => result.verdict === 'warn').length;
  const counted = countOf([...new Set(results.map(({ target }) => target))]);
  switch (verdict) {
    case 'no-go':
      return `NO-GO: ${amount(failed.length, 'problem')} on ${whereOf(failed)}; looked at ${counted}`;
    case 'warn':
      return `GO, with ${amount(warnings, 'warning')}: ${counted}`;
    case 'go':
      return `GO: ${counted}`;
  }
}

const ORDER = ['no-go', 'warn', 'go'] as const;

export type TargetKind = 'host' | 'local' | 'database' | 'mail' | 'secret' | 'http' | 'file';

export function kindOf(target: string): TargetKind {
  if (target === 'local' || target === 'mail') return target;
  if (/^https?:\/\//.test(target)) return 'http';
  if (target.startsWith('file:')) return 'file';
  if (target.startsWith('secret:')) return 'secret';
  return target.startsWith('db:') ? 'database' : 'host';
}

/** What is said of a target, as it would be said of any other. */
function alike({ target, words }: PreflightResult): string {
  if (kindOf(target) !== 'host') return words;
  const name = target.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return words.replace(new RegExp(`(?<![\\w.-])${name}(?![\\w-]|\\.\\w)`, 'g'), 'the host');
}

function placeOf(targets: readonly string[]): string {
  const [first = ''] = targets;
  switch (kindOf(first)) {
    case 'host':
      return safeLine(foldHosts(targets));
    case 'local':
      return 'this machine';
    case 'database':
      return namesAfter('database', targets);
    case 'secret':
      return namesAfter('secret', targets);
    case 'mail':
      return 'mail server';
    case 'file':
      return safeLine(targets.map((name) => name.slice('file:'.length)).join(', '));
    case 'http':
      return safeLine(targets.join(', '));
  }
}

/** `database sakai`, `secrets a, b` */
function namesAfter(kind: string, targets: readonly string[]): string {
  const names = targets.map((target) => target.slice(target.indexOf(':') + 1));
  return safeLine(`${kind}${targets.length > 1 ? 's' : ''} ${names.join(', ')}`);
}

/** Targets of any kind, in words: `sakaiprod[1-6], mail server`. */
export function placesOf(targets: readonly string[]): string {
  const kinds = [...new Set(targets.map(kindOf))];
  return kinds.map((kind) => placeOf(targets.filter((target) => kindOf(target) === kind))).join(', ');
}

function whereOf(results: readonly PreflightResult[]): string {
  return placesOf([...new Set(results.map(({ target }) => target))]);
}

function countOf(targets: readonly string[]): string {
  const number = (kind: TargetKind) => targets.filter((target) => kindOf(target) === kind).length;
  const parts = [
    ...(number('host') > 0 ? [amount(number('host'), 'host')] : []),
    ...(number('local') > 0 ? ['this machine'] : []),
    ...(number('database') > 0 ? [amount(number('database'), 'database')] : []),
    ...(number('mail') > 0 ? ['the mail server'] : []),
    ...(number('secret') > 0 ? [amount(number('secret'), 'secret')] : []),
    ...(number('file') > 0 ? [amount(number('file'), 'file')] : []),
    ...(number('http') > 0 ? [amount(number('http'), 'HTTP server')] : []),
  ];
  return parts.join(', ') || 'nothing to look at: no step acts on anything';
}

/** `1 host`, `2 hosts` */
export function amount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
