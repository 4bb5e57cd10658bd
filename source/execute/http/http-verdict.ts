import type { HttpExpectation } from '../../plan/http-action.ts';
import { type JsonExpectation, jsonText, lookUp } from '../../plan/json-path.ts';
import { withinTime } from '../within-time.ts';
import type { HttpAnswer } from './http-client.ts';

export type Answered = Extract<HttpAnswer, { readonly type: 'answered' }>;

/** What a server sent, for people: without secrets, as one safe line. */
export type Show = (text: string, most?: number) => string;

/** What of an answer is not as expected: what was expected, and what came. Nothing where all is. */
export function objections(answer: Answered, expected: HttpExpectation, show: Show): readonly string[] {
  const { status, header, body, json } = expected;
  return [
    ...(status.some((wanted) => isStatus(answer.status, wanted))
      ? []
      : [`expected status ${status.join(' or ')}, got ${answer.status}`]),
    ...(header === undefined ? [] : headerObjection(answer, header, show)),
    ...(body === undefined
      ? []
      : unlike({ what: 'body', pattern: body, text: answer.body, cut: answer.cut, show })),
    ...(json.length === 0 ? [] : jsonObjections(answer, json, show)),
  ];
}

/** `2xx` are all that begin with a 2. */
function isStatus(status: number, wanted: string): boolean {
  return wanted.endsWith('xx') ? String(status)[0] === wanted[0] : String(status) === wanted;
}

function headerObjection(
  { headers }: Answered,
  { name, pattern }: { readonly name: string; readonly pattern: string },
  show: Show,
): readonly string[] {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  if (value === undefined) return [`expected a header ${name}, got none`];
  return unlike({ what: `header ${name}`, pattern, text: value, cut: false, show });
}

type Compared = {
  readonly what: string;
  readonly pattern: string;
  readonly text: string;
  readonly cut: boolean;
  readonly show: Show;
};

/** Milliseconds: what a server sends must not keep us busy. */
const patience = 1_000;

function unlike({ what, pattern, text, cut, show }: Compared): readonly string[] {
  const found = withinTime(patience, () => new RegExp(pattern, 'mu').test(text));
  if (found === undefined) return [`expected ${what} /${pattern}/, and looking for it takes too long`];
  if (found.value) return [];
  const got = text.trim() === '' ? 'nothing' : `\`${show(text, 120)}\``;
  return [`expected ${what} /${pattern}/, got ${got}${cut ? ' (the first megabyte was looked at)' : ''}`];
}

function jsonObjections(
  { body, cut }: Answered,
  expected: readonly JsonExpectation[],
  show: Show,
): readonly string[] {
  if (cut) return ['expected JSON, got more than a megabyte'];
  const root = parsed(body);
  if (root === undefined) {
    return [`expected JSON, got ${body.trim() === '' ? 'nothing' : `\`${show(body, 120)}\``}`];
  }
  return expected.flatMap(({ text, path, value }) => {
    const found = lookUp(root.value, path);
    const wanted = value === undefined ? `${text} to be there` : `${text}=${value}`;
    if (found.type === 'missing') return [`expected ${wanted}, got nothing`];
    const got = jsonText(found.value);
    return value === undefined || got === value ? [] : [`expected ${wanted}, got \`${show(got, 120)}\``];
  });
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    return undefined;
  }
}
