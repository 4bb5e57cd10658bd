import type { Action, Plan, Step, TimelineKind } from '../../source/plan/plan.ts';

/** S of every plan made here; its window opens then and closes two hours later. */
export const start = Date.parse('2009-08-18T12:00:00Z');
export const minute = 60_000;

export type StepDraft = Partial<Omit<Step, 'id' | 'number' | 'timeline'>> & { readonly id: string };

/** A plan from a few words: main steps, and fallback steps. */
export function makePlan(drafts: { main: readonly StepDraft[]; fallback?: readonly StepDraft[] }): Plan {
  const { main, fallback = [] } = drafts;
  return {
    title: 'A release',
    file: 'plan.md',
    window: { opens: start, closes: start + 120 * minute, start, zone: 'America/Los_Angeles' },
    roles: [
      { id: 'programmer', label: 'Programmer', person: 'Thomas' },
      { id: 'qc', label: 'QC', person: 'Sandra' },
      { id: 'dba', label: 'DBA', person: 'Prabhu' },
    ],
    groups: { app: ['web1', 'web2'] },
    hosts: ['web1', 'web2'],
    transports: {},
    hostKeys: {},
    databases: { sakai: { url: 'env:DSN' } },
    mail: undefined,
    vars: { tag: 'v2' },
    secrets: {},
    timelines: [
      timeline('main', main, 1),
      ...(fallback.length > 0 ? [timeline('fallback', fallback, main.length + 1)] : []),
    ],
  };
}

/** A shell action on hosts, or local without any. */
export function sh(hosts: readonly string[] = [], more: Partial<Action> = {}): Action {
  return {
    kind: 'sh',
    index: 0,
    line: 1,
    text: 'true',
    on: hosts.length === 0 ? { type: 'local' } : { type: 'hosts', expression: hosts.join(','), hosts },
    timeout: undefined,
    silence: undefined,
    batch: [],
    maxFail: undefined,
    cwd: undefined,
    secrets: [],
    sql: undefined,
    marker: undefined,
    subject: undefined,
    to: undefined,
    attach: undefined,
    ...more,
  };
}

function timeline(
  kind: TimelineKind,
  drafts: readonly StepDraft[],
  first: number,
): Plan['timelines'][number] {
  const steps = drafts.map((draft, index) => makeStep({ draft, kind, number: first + index }));
  return { kind, title: kind, line: 1, steps };
}

function makeStep({ draft, kind, number }: { draft: StepDraft; kind: TimelineKind; number: number }): Step {
  return {
    number,
    timeline: kind,
    title: `Step ${draft.id}`,
    line: number,
    anchor: kind === 'fallback' ? 'D' : 'S',
    offset: 0,
    duration: 5 * minute,
    owners: [{ name: 'Programmer', roles: ['programmer'] }],
    checklist: [],
    actions: [],
    instructions: [],
    after: [],
    confirm: [],
    critical: false,
    required: false,
    auto: false,
    decision: false,
    noReturn: false,
    hold: false,
    poll: [],
    undoes: [],
    ...draft,
  };
}
