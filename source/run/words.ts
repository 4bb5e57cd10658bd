import { foldHosts } from '../plan/fold-hosts.ts';
import { type Plan, type Step, targetsOf } from '../plan/plan.ts';
import type { ItemAnswer, RunOutcome } from './facts.ts';
import type { Attempt, StepStatus } from './state.ts';

/** One set of words for people, whatever shows them. Text of a plan stands in them as it is: who prints makes it safe. */
export const statusWords: Readonly<Record<StepStatus, string>> = {
  waiting: 'waiting',
  running: 'running',
  checking: 'to check',
  failed: 'failed',
  unknown: 'unknown',
  done: 'done',
  skipped: 'skipped',
};

/** What a step is that another one waits for: `which is not started`. */
export const statusPhrases: Readonly<Record<StepStatus, string>> = {
  ...statusWords,
  waiting: 'not started',
  checking: 'not confirmed',
};

export const outcomeWords: Readonly<Record<RunOutcome, string>> = {
  go: 'go',
  'go-with-failures': 'go, with failures',
  'fell-back': 'fell back',
  'fell-back-with-failures': 'fell back, with failures',
  aborted: 'aborted',
};

/** `FELL BACK, with failures`: the same where it must be seen from afar. */
export function loudOutcome(outcome: RunOutcome): string {
  return outcomeWords[outcome].replace(/^[^,]+/, (words) => words.toUpperCase());
}

export const answerWords: Readonly<Record<ItemAnswer, string>> = {
  passed: 'passed',
  failed: 'failed',
  'not-applicable': 'not applicable',
};

/** `6 Restart the head node` */
export function nameOf({ number, title }: Pick<Step, 'number' | 'title'>): string {
  return `${number} ${title}`;
}

type HasRoles = { readonly plan: Pick<Plan, 'roles'> };

/** `QC`, as the plan's people read it. */
export function roleLabel({ plan }: HasRoles, role: string): string {
  return plan.roles.find(({ id }) => id === role)?.label ?? role;
}

/** `QC (Sandra)` */
export function rolePerson({ plan }: HasRoles, role: string): string {
  const found = plan.roles.find(({ id }) => id === role);
  return found === undefined ? role : `${found.label} (${found.person})`;
}

/** Many hosts as one set, `sakaiprod[2-6]`; databases and mails by their names. */
export function foldTargets(targets: readonly string[]): string {
  return targets.some((target) => target.includes(':')) ? targets.join(', ') : foldHosts(targets);
}

/** Where a step runs, each place once, its hosts folded. */
export function placesOf({ actions }: Pick<Step, 'actions'>): readonly string[] {
  const hosts = actions.flatMap(({ on }) => (on.type === 'hosts' ? on.hosts : []));
  const others = actions.flatMap(({ on }) => (on.type === 'hosts' ? [] : targetsOf(on)));
  return [...(hosts.length > 0 ? [foldHosts(hosts)] : []), ...new Set(others)];
}

/** How far an attempt had come of which nobody knows the end, and what saying so means for the rest of it. */
export function interruptedWork({ actions }: Pick<Step, 'actions'>, attempt: Attempt): readonly string[] {
  const count = actions.length;
  const action = actions[attempt.action];
  const next = Math.max(attempt.action, attempt.from);
  const onwards = next > 0 ? `, or goes on from action ${next + 1}` : '';
  const again = `Settled as failed, a retry runs ${count === 1 ? 'it' : `all ${count}`} again${onwards}.`;
  if (action === undefined || attempt.action < attempt.from) {
    return [`${notBegun(count, next)}, and will not run if you settle it as succeeded. ${again}`];
  }
  const line = action.text.split('\n').find((text) => text.trim() !== '') ?? '';
  const which = count === 1 ? 'Its only action' : `Action ${attempt.action + 1} of ${count}`;
  const under = `${which} was under way: ${shortened(line.trim())}`;
  const after = count - attempt.action - 1;
  if (after === 0) return [under];
  const rest = after === 1 ? 'The one after it' : `The ${after} after it`;
  return [under, `${rest} never ran, and will not run if you settle it as succeeded. ${again}`];
}

function notBegun(count: number, next: number): string {
  if (next > 0) return `Action ${next + 1} of ${count} had not begun`;
  return count === 1 ? 'Its only action had not begun' : `None of its ${count} actions had begun`;
}

function shortened(text: string): string {
  const letters = [...text];
  return letters.length <= 60 ? text : `${letters.slice(0, 59).join('')}…`;
}
