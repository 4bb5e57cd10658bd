import type { Attribute, Attributes } from './attributes.ts';
import { type HttpAction, type HttpExpectation, isSafeRequest } from './http-action.ts';
import { parseJsonExpectation } from './json-path.ts';
import type { ActionPlace } from './plan.ts';
import type { ProblemList } from './problem-list.ts';
import { faultOfPattern, readLength, readText } from './read-attribute.ts';
import { readHttpRequest } from './read-http-request.ts';
import type { Variables } from './variables.ts';

export type HttpFence = {
  readonly text: string;
  readonly attributes: Attributes;
  readonly on: ActionPlace;
  readonly vars: Variables | undefined;
  readonly problems: ProblemList;
  /** The name of the fence. */
  readonly place: { readonly offset: number; readonly length: number };
};

const INTERVAL = 10_000;
const MOST_REDIRECTS = 20;

/** What an `http` fence asks, and what it expects; undefined where the request can't be read. */
export function readHttp(fence: HttpFence): HttpAction | undefined {
  const { attributes, problems, place } = fence;
  const request = readHttpRequest(fence);
  const { entries } = attributes;
  const until = readLength(entries.get('until'), 'length of time', problems);
  const interval = entries.get('interval');
  if (interval !== undefined && !entries.has('until')) {
    const mend = 'add `until=5m`, or leave it out';
    problems.warning({ ...interval, message: '`interval` has no effect without `until`', mend });
  }
  const redirects = readRedirects(entries.get('redirects'), problems);
  if (request !== undefined && !isSafeRequest(request)) {
    if (redirects > 0) {
      const message = `\`redirects\` is for requests that only look; a ${request.method} goes to one address`;
      problems.error({ ...(entries.get('redirects') ?? place), message, mend: 'leave it out' });
    }
    const given = entries.get('until');
    if (given !== undefined) {
      const message = `\`until\` sends this ${request.method} again and again, and each may have an effect`;
      problems.warning({ ...given, message, mend: 'leave it out, or look with a GET of its own' });
    }
  }
  const expected = readExpectation(attributes, problems);
  const waits = readLength(interval, 'interval', problems) ?? INTERVAL;
  const ca = readText(entries.get('ca'), problems);
  if (request === undefined) return undefined;
  return { request, expected, until, interval: waits, redirects, ca };
}

function readExpectation({ entries }: Attributes, problems: ProblemList): HttpExpectation {
  const body = entries.get('body');
  return {
    status: readStatus(entries.get('expect'), problems),
    header: readHeader(entries.get('header'), problems),
    body: body === undefined ? undefined : readPattern({ ...body, text: body.value ?? '' }, problems),
    json: readJson(entries.get('json'), problems),
  };
}

function readStatus(attribute: Attribute | undefined, problems: ProblemList): readonly string[] {
  if (attribute === undefined) return ['2xx'];
  const codes = (attribute.value ?? '').split(',').map((code) => code.trim());
  const wrong = codes.find((code) => !/^[1-5](?:\d\d|xx)$/.test(code));
  if (wrong !== undefined) {
    const mend = 'write `expect=200`, `expect=2xx` or `expect=200,302`';
    problems.error({ ...attribute, message: `\`${wrong}\` is no HTTP status`, mend });
  }
  return codes;
}

function readHeader(attribute: Attribute | undefined, problems: ProblemList): HttpExpectation['header'] {
  if (attribute === undefined) return undefined;
  const [, name, text] = /^([!#%&'*+.^_`|~0-9A-Za-z-]+):\s*(.+)$/.exec(attribute.value ?? '') ?? [];
  if (name === undefined || text === undefined) {
    const mend = 'write `header="content-type: json"`: a name, and a regular expression for its value';
    problems.error({ ...attribute, message: `\`header\` names no header and what it has to be`, mend });
    return undefined;
  }
  const pattern = readPattern({ ...attribute, text }, problems);
  return pattern === undefined ? undefined : { name: name.toLowerCase(), pattern };
}

type PatternText = { readonly offset: number; readonly length: number; readonly text: string };

function readPattern({ offset, length, text }: PatternText, problems: ProblemList): string | undefined {
  const fault = text === '' ? 'nothing is there' : faultOfPattern(text);
  if (fault === undefined) return text;
  problems.error({ offset, length, message: `this is no regular expression: ${fault}` });
  return undefined;
}

function readJson(attribute: Attribute | undefined, problems: ProblemList): HttpExpectation['json'] {
  if (attribute === undefined) return [];
  return (attribute.value ?? '').split('&&').flatMap((piece) => {
    const found = parseJsonExpectation(piece);
    if (found !== undefined) return [found];
    const message = `\`${piece.trim()}\` is no place in JSON`;
    const mend =
      'write `json="$.status=UP"`; there are `.key`, `[\'any key\']` and `[0]`, and ` && ` between several';
    problems.error({ ...attribute, message, mend });
    return [];
  });
}

function readRedirects(attribute: Attribute | undefined, problems: ProblemList): number {
  if (attribute === undefined) return 0;
  const value = attribute.value ?? '';
  if (/^\d{1,2}$/.test(value) && Number(value) <= MOST_REDIRECTS) return Number(value);
  const mend = `write how many, \`redirects=3\`; ${MOST_REDIRECTS} at most`;
  problems.error({ ...attribute, message: `\`${value}\` is no number of redirects`, mend });
  return 0;
}
