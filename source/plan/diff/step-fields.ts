import { formatDuration, formatOffset } from '../duration.ts';
import { type ChecklistItem, type Plan, type Step, stepsOf } from '../plan.ts';
import { earlierSteps } from '../schedule.ts';
import { actionText } from './action-text.ts';
import { valueText } from './value-text.ts';

/** A name and a value as people read it; undefined: nothing is said. */
export type Field = readonly [name: string, value: string | undefined];

/** What a plan says of a step; what merely follows from its neighbours, or from its owner, it doesn't say. */
export function stepFields(step: Step, plan: Plan): readonly Field[] {
  const { id, timeline, title, anchor, offset, owners, checklist, actions, instructions } = step;
  const { number: _number, line: _line, after, confirm, poll, duration, ...rest } = step;
  const own = new Set([
    'id',
    'timeline',
    'title',
    'anchor',
    'offset',
    'owners',
    'checklist',
    'actions',
    'instructions',
  ]);
  const others = Object.entries(rest).filter(([key]) => !own.has(key));
  return [
    ['due', offset === undefined ? undefined : `${anchor ?? ''}${formatOffset(offset)}`],
    ['owner', owners.map(({ name }) => name.toLowerCase()).join(' + ') || undefined],
    ['id', id],
    ['title', title],
    ['timeline', timeline],
    ['for', duration === untilNext(step, plan) ? undefined : formatDuration(duration)],
    ['after', waitsAsUsual(step, plan) ? undefined : after.join(', ') || 'nothing'],
    ['confirm', isUsual(confirm, usualConfirm(step)) ? undefined : confirm.join(', ') || 'nobody'],
    ['poll', isUsual(poll, step.decision ? firstRole(step) : []) ? undefined : poll.join(', ')],
    ...others.map(([key, value]): Field => [NAMES[key] ?? key, valueText(key, value)]),
    ['instructions', instructions.join('\n\n') || undefined],
    ['checklist', checklist.map(itemText).join('\n') || undefined],
    ['commands', actions.map(actionText).join('\n') || undefined],
  ];
}

/** As plans write it. */
const NAMES: Readonly<Record<string, string>> = { noReturn: 'no-return', critical: 'risk=critical' };

function itemText({ number: _number, line: _line, text, owners, check, ...rest }: ChecklistItem): string {
  const by = owners.map(({ name }) => name).join(' + ');
  const more = Object.entries(rest).flatMap(([key, value]) => {
    const shown = valueText(key, value);
    return shown === undefined ? [] : [`${key}=${shown}`];
  });
  const head = [...(by === '' ? [] : [`(${by})`]), text, ...more].join(' ');
  if (check === undefined) return head;
  const [first = '', ...lines] = actionText(check.action).split('\n');
  return [head, `  ${first}${check.auto ? ' auto' : ''}`, ...lines.map((line) => `  ${line}`)].join('\n');
}

function untilNext({ timeline, offset }: Step, plan: Plan): number {
  if (offset === undefined) return 0;
  const later = stepsOf(plan).flatMap((other) =>
    other.timeline === timeline && other.offset !== undefined && other.offset > offset ? [other.offset] : [],
  );
  return later.length === 0 ? 0 : Math.min(...later) - offset;
}

function waitsAsUsual(step: Step, plan: Plan): boolean {
  const usual = earlierSteps(step, stepsOf(plan)).map(({ id }) => id);
  return usual.length === step.after.length && step.after.every((id) => usual.includes(id));
}

function usualConfirm(step: Step): readonly string[] {
  return step.actions.length > 0 || step.decision ? [] : firstRole(step);
}

function firstRole({ owners }: Step): readonly string[] {
  return owners[0]?.roles.slice(0, 1) ?? [];
}

function isUsual(roles: readonly string[], usual: readonly string[]): boolean {
  return roles.join() === usual.join();
}
