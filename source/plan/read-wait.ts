import type { Attribute } from './attributes.ts';
import { usedNames } from './fill-values.ts';
import { nameFaults } from './known-names.ts';
import { readLength } from './read-attribute.ts';
import type { HttpFence } from './read-http.ts';
import { parseStepHead } from './step-line.ts';
import type { WaitAction, WaitFor } from './wait-action.ts';

const INTERVAL = 10_000;
const GRAMMAR =
  'write one of `until 05:30`, `until S + 45m`, `file /path`, `no file /path`, `port host:8080`, `no port host:8080`, `query select ...`';

/** Whether it looks into a database, which `on=` then names. */
export function waitsForQuery(text: string): boolean {
  return /^\s*query\b/.test(text);
}

/** What a `wait` fence waits for; undefined where that can't be read. */
export function readWait(fence: HttpFence): WaitAction | undefined {
  const { attributes, problems, place } = fence;
  const { entries } = attributes;
  const interval = readLength(entries.get('interval'), 'interval', problems) ?? INTERVAL;
  const until = readWhat(fence, entries.get('row'));
  if (until === undefined) {
    problems.error({ ...place, message: 'a `wait` says what it waits for', mend: GRAMMAR });
    return undefined;
  }
  checkPlace(until, fence);
  if (!isTime(until) && !entries.has('timeout')) {
    const message = 'this wait has no end if what it waits for never comes';
    problems.warning({ ...place, message, mend: 'say how long: `timeout=30m`' });
  }
  const stray = [isTime(until) ? 'interval' : '', until.type === 'query' ? '' : 'row'];
  for (const key of stray) {
    const attribute = entries.get(key);
    if (attribute === undefined) continue;
    const message = `\`${key}\` has no effect on this wait`;
    problems.error({ offset: attribute.keyOffset, length: key.length, message, mend: 'leave it out' });
  }
  return { until, text: fence.text.trim().replace(/\s+/g, ' '), interval };
}

function isTime({ type }: WaitFor): boolean {
  return type === 'time' || type === 'offset';
}

function readWhat({ text }: HttpFence, row: Attribute | undefined): WaitFor | undefined {
  const query = /^\s*query\s+(\S[\s\S]*)$/.exec(text)?.[1];
  if (query !== undefined) return { type: 'query', sql: query.trim(), row: row?.value };
  const [, no, kind = '', rest = ''] = /^\s*(?:(no)\s+)?(until|file|port)\s+(\S[^\n]*?)\s*$/.exec(text) ?? [];
  const gone = no !== undefined;
  if (kind === 'file') return { type: 'file', path: rest, gone };
  if (kind === 'port') {
    const [, host, port] = /^(\[[^\]]+\]|[^\s:]+):(\d{1,5}|\$\w+|\$\{\w+\})$/.exec(rest) ?? [];
    return host === undefined || port === undefined ? undefined : { type: 'port', host, port, gone };
  }
  return kind === 'until' && !gone ? readMoment(rest) : undefined;
}

function readMoment(text: string): WaitFor | undefined {
  if (/^(?:[01]?\d|2[0-3]):[0-5]\d$/.test(text)) return { type: 'time', time: text };
  const head = parseStepHead(text, 0);
  if (head.type === 'invalid' || head.head.owners.length > 0) return undefined;
  const { anchor, offset } = head.head;
  return anchor === undefined || offset === undefined ? undefined : { type: 'offset', anchor, offset };
}

function checkPlace(until: WaitFor, fence: HttpFence): void {
  const { on, vars, problems, place } = fence;
  if (isTime(until) && on.type !== 'local') {
    problems.error({ ...place, message: 'a time comes everywhere at once', mend: 'leave `on=` out' });
  }
  const texts = until.type === 'file' ? [until.path] : until.type === 'port' ? [until.host, until.port] : [];
  for (const fault of nameFaults({ texts, on, vars })) problems.error({ ...place, ...fault });
  if (until.type === 'port' && on.type === 'hosts' && !texts.flatMap(usedNames).includes('host')) {
    const message = 'the same port would be waited for once for each host';
    problems.error({ ...place, message, mend: 'write `port $host:8080`: it is tried from this machine' });
  }
  if (until.type === 'file' && !/^(?:\/|~\/|\$)/.test(until.path)) {
    const mend = 'write the whole path, or `~/path`';
    problems.error({ ...place, message: `\`${until.path}\` says not from where it counts`, mend });
  }
}
