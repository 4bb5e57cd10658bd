import { readFile } from 'node:fs/promises';
import { fillValues } from '../../plan/fill-values.ts';
import { type HttpAction, isSecretValue } from '../../plan/http-action.ts';
import type { Job } from '../executor.ts';
import { messageOf, oneLine } from '../reason.ts';
import type { Resolve } from '../reference.ts';

/** A request with everything filled in. */
export type Prepared = {
  readonly type: 'prepared';
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Names of headers that hold secrets, in lower case. */
  readonly secret: readonly string[];
  readonly body: string | undefined;
  readonly ca: string | undefined;
  /** Takes secrets out of what is said. */
  readonly mask: (text: string) => string;
};

export type Preparation = Prepared | { readonly type: 'refused'; readonly reason: string };

/**
 * Fills in the plan's variables and `$host`, and reads secrets. In the address a value stands for one part of it,
 * encoded; in a header it can hold no line end; in a body that says it is JSON it is written as JSON writes text.
 */
export async function prepareRequest(
  job: Job,
  { request, ca }: HttpAction,
  resolve: Resolve,
): Promise<Preparation> {
  const values = job.action.on.type === 'hosts' ? { ...job.env, host: job.target } : job.env;
  const url = fillValues(request.url, values, encodeURIComponent);
  if (!URL.canParse(url)) return refused(`\`${oneLine(url)}\` is no address`);
  const headers: Record<string, string> = { 'user-agent': 'gonogo', accept: '*/*' };
  const secrets = new Map<string, string>();
  for (const { name, value } of request.headers) {
    const filled = isSecretValue(value) ? await resolve(value) : undefined;
    if (filled?.type === 'missing') return refused(`header ${name}: ${filled.reason}`);
    const text = filled?.value ?? fillValues(value, values);
    if (/[^\t\x20-\x7e\x80-\xff]/.test(text)) {
      return refused(`header ${name}: its value holds a line end, or another character no header can have`);
    }
    headers[name.toLowerCase()] = text;
    if (filled !== undefined) secrets.set(name.toLowerCase(), text);
  }
  const trusted = ca === undefined ? undefined : await certificates(ca);
  if (trusted?.type === 'refused') return trusted;
  return {
    type: 'prepared',
    method: request.method,
    url: new URL(url),
    headers: { ...headers, ...lengthOf(request.body, values, headers) },
    secret: [...secrets.keys()],
    body: bodyOf(request.body, values, headers),
    ca: trusted?.text,
    mask: masking([...secrets.values()]),
  };
}

function bodyOf(
  body: string | undefined,
  values: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
): string | undefined {
  if (body === undefined) return undefined;
  const isJson = /\bjson\b/i.test(headers['content-type'] ?? '');
  return fillValues(body, values, isJson ? (value) => JSON.stringify(value).slice(1, -1) : undefined);
}

/** Said outright, so that it is not sent in chunks, which old servers don't take. */
function lengthOf(...body: Parameters<typeof bodyOf>): Readonly<Record<string, string>> {
  const text = bodyOf(...body);
  return text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) };
}

async function certificates(file: string) {
  try {
    return { type: 'read', text: await readFile(file, 'utf8') } as const;
  } catch (error) {
    return refused(`ca=${file} can't be read: ${oneLine(messageOf(error))}`);
  }
}

/** Also in the other forms in which a server may send a header back. */
function masking(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .flatMap((secret) => [secret, secret.replace(/^\S+\s+/, ''), encodeURIComponent(secret)])
    .filter((form) => form.length > 3)
    .sort((a, b) => b.length - a.length);
  return (text) => forms.reduce((masked, form) => masked.replaceAll(form, '***'), text);
}

function refused(reason: string) {
  return { type: 'refused', reason } as const;
}
