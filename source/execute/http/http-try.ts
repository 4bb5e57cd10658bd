import { type HttpAction, isSafeRequest } from '../../plan/http-action.ts';
import { oneLine } from '../reason.ts';
import type { Timers } from '../timers.ts';
import { type HttpAnswer, sendRequest } from './http-client.ts';
import type { Prepared } from './http-prepare.ts';
import { objections, type Show } from './http-verdict.ts';

export type Try = {
  /** `held`: all is as expected. `lost`: whether it had an effect nobody knows. */
  readonly type: 'held' | 'not-held' | 'timed-out' | 'aborted' | 'unreached' | 'lost';
  /** Lines for people; the first says how it went. */
  readonly lines: readonly string[];
  readonly reason: string;
};

export type TryOptions = {
  readonly prepared: Prepared;
  readonly action: HttpAction;
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly timers: Timers;
};

const MOST_LINES = 5;

/** Asks once, with the redirects that the plan allows. */
export async function tryOnce(options: TryOptions): Promise<Try> {
  const { prepared, action } = options;
  const lines: string[] = [];
  // Before anything is cut: half a secret would not be found any more.
  const show: Show = (text, most) => oneLine(prepared.mask(text), most);
  let { url, headers } = prepared;
  let left = action.redirects;
  for (;;) {
    const answer = await sendRequest({ ...options, ...prepared, url, headers });
    if (answer.type === 'trouble') return troubled(answer, { lines, method: prepared.method });
    const next = left > 0 ? redirectOf(answer, url) : undefined;
    if (next === undefined) return judged(answer, { lines, action, show });
    lines.push(`${statusWords(answer)}, to ${show(next.href)}`);
    if (url.protocol === 'https:' && next.protocol !== 'https:') {
      const reason = 'the redirect leads from https to http, and is not followed';
      return { type: 'not-held', reason, lines: [...lines, reason] };
    }
    if (next.origin !== url.origin) headers = withoutSecrets(prepared, headers);
    url = next;
    left -= 1;
  }
}

type Answered = Extract<HttpAnswer, { readonly type: 'answered' }>;

function redirectOf({ status, headers }: Answered, from: URL): URL | undefined {
  const { location } = headers;
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  if (!URL.canParse(location, from.href)) return undefined;
  const to = new URL(location, from);
  return /^https?:$/.test(to.protocol) ? to : undefined;
}

function withoutSecrets(
  { secret }: Prepared,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !secret.includes(name) && name !== 'host'),
  );
}

function judged(
  answer: Answered,
  {
    lines,
    action,
    show,
  }: { readonly lines: readonly string[]; readonly action: HttpAction; readonly show: Show },
): Try {
  const found = objections(answer, action.expected, show);
  const [first = ''] = found;
  if (found.length === 0) return { type: 'held', reason: '', lines: [...lines, statusWords(answer)] };
  const body = answer.body
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, MOST_LINES)
    .map((line) => `  | ${show(line)}`);
  return { type: 'not-held', reason: first, lines: [...lines, statusWords(answer), ...found, ...body] };
}

function statusWords({ status, phrase, latency }: Answered): string {
  return `${[status, phrase].filter((word) => word !== '').join(' ')} in ${Math.round(latency)} ms`;
}

function troubled(
  { kind, reason, sent, latency }: Extract<HttpAnswer, { readonly type: 'trouble' }>,
  { lines, method }: { readonly lines: readonly string[]; readonly method: string },
): Try {
  const said = [...lines, `${reason} (after ${Math.round(latency)} ms)`];
  if (sent && !isSafeRequest({ method })) {
    return { type: 'lost', reason: `${reason}; the ${method} may have had its effect`, lines: said };
  }
  if (kind === 'timed-out' || kind === 'aborted') return { type: kind, reason, lines: said };
  return { type: sent ? 'not-held' : 'unreached', reason, lines: said };
}
