import { parsePlan } from '../../source/plan/parse-plan.ts';
import { type Plan, type Step, stepsOf } from '../../source/plan/plan.ts';

const FRONT = `title: Small release
window: 2009-08-18 05:00 - 07:00 America/Los_Angeles
roles:
  programmer: Thomas Amsler
  qc: Sandra
  release: Sandra
  dba: Prabhu
hosts:
  head: sakaiprod1
  rest: sakaiprod[2-6],sakaiprodmail1
  app: "@head,@rest"
databases:
  sakai: { url: "env:SAKAI_DSN" }
mail: { server: "env:SMTP_URL", from: a@example.org, to: b@example.org }
vars: { tag: v2 }`;

export type Parts = {
  readonly front?: string;
  /** Lines of the main timeline. */
  readonly main?: string;
  readonly fallback?: string;
  readonly preparation?: string;
};

/** A whole plan around the lines that a test is about. */
export function writePlan({ front = FRONT, main, fallback, preparation }: Parts): string {
  return [
    `---\n${front}\n---`,
    ...(preparation === undefined ? [] : ['## Preparation', preparation]),
    '## During the window',
    main ?? '- (S + 0 QC) Look {#look for=5m}',
    '## Fall-back procedure',
    fallback ?? '- (D + 0 Programmer) Go back {#back for=5m}',
    '',
  ].join('\n\n');
}

/** The front matter with one line replaced, by its key. */
export function frontWith(key: string, line: string): string {
  const lines = FRONT.split('\n');
  const at = lines.findIndex((candidate) => candidate.startsWith(`${key}:`));
  const length = lines.slice(at + 1).findIndex((candidate) => !candidate.startsWith(' ')) + 1;
  return lines
    .toSpliced(at, length === 0 ? lines.length - at : length, ...(line === '' ? [] : [line]))
    .join('\n');
}

export function parse(parts: Parts) {
  return parsePlan({ text: writePlan(parts), file: 'plan.md' });
}

/** The plan, which must have no error. */
export function planOf(parts: Parts): Plan {
  const result = parse(parts);
  if (result.type === 'invalid') throw new Error(JSON.stringify(result.problems, null, 1));
  return result.plan;
}

/** A step of a plan without errors. */
export function stepOf(parts: Parts, id: string): Step {
  const step = stepsOf(planOf(parts)).find((candidate) => candidate.id === id);
  if (step === undefined) throw new Error(`no step ${id}`);
  return step;
}

/** Messages with the text that each one points at. */
export function findings(text: string, severity: 'error' | 'warning') {
  const lines = text.split(/\r\n|\n|\r/);
  return parsePlan({ text, file: 'plan.md' })
    .problems.filter((problem) => problem.severity === severity)
    .map(({ message, mend, line, column, length }) => ({
      message,
      mend,
      at: (lines[line - 1] ?? '').slice(column - 1, column - 1 + length),
    }));
}

export function errorsOf(parts: Parts) {
  return findings(writePlan(parts), 'error');
}

export function warningsOf(parts: Parts) {
  return findings(writePlan(parts), 'warning');
}
