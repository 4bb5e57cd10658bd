import type { Attribute } from './attributes.ts';
import { type Step, type TimelineKind, timelineKinds } from './plan.ts';
import type { ProblemList } from './problem-list.ts';
import { listed } from './read-step-attributes.ts';
import { earlierSteps } from './schedule.ts';
import type { StepDraft } from './step-draft.ts';
import { assignIds } from './step-ids.ts';
import { suggestion } from './suggest.ts';

/**
 * Places the steps among each other: sorted by offset within their timeline, numbered across the plan, with
 * ids, lengths, and what each waits for.
 */
export function orderSteps(drafts: readonly StepDraft[], problems: ProblemList): readonly Step[] {
  const sorted = timelineKinds.flatMap((kind) =>
    drafts.filter((draft) => draft.timeline === kind).toSorted(byOffset),
  );
  const ids = assignIds(sorted, problems);
  const known = new Map([...ids].map(([draft, id]) => [id, draft]));
  const idOf = (draft: StepDraft) => ids.get(draft) ?? '';
  const steps = sorted.map((draft, index): Step => {
    const { givenId, givenDuration, givenAfter, givenUndoes, place, ...step } = draft;
    return {
      ...step,
      id: idOf(draft),
      number: index + 1,
      duration: givenDuration ?? untilNext(draft, sorted, problems),
      after:
        givenAfter === undefined
          ? earlierSteps(draft, sorted).map(idOf)
          : readReferences({ attribute: givenAfter, draft, known, problems, allowed: mayWaitFor }),
      undoes:
        givenUndoes === undefined
          ? []
          : readReferences({ attribute: givenUndoes, draft, known, problems, allowed: mayUndo }),
    };
  });
  reportCycles(steps, known, problems);
  return steps;
}

function byOffset(a: StepDraft, b: StepDraft): number {
  return (a.offset ?? Number.NEGATIVE_INFINITY) - (b.offset ?? Number.NEGATIVE_INFINITY) || 0;
}

function untilNext(draft: StepDraft, sorted: readonly StepDraft[], problems: ProblemList): number {
  const { offset, timeline, place } = draft;
  if (offset === undefined) return 0;
  const next = sorted.find((other) => other.timeline === timeline && (other.offset ?? offset) > offset);
  if (next?.offset !== undefined) return next.offset - offset;
  problems.warning({
    ...place,
    message: 'no step comes later, so the length of this one is not known; it counts as 0',
    mend: 'say how long it takes: `{for=10m}`',
  });
  return 0;
}

type Rule = (own: TimelineKind, other: TimelineKind) => string | undefined;

const mayWaitFor: Rule = (own, other) => {
  if (own !== 'fallback' && other === 'fallback') return 'a step can not wait for one of the fall-back';
  if (own === 'fallback' && other !== 'fallback') {
    return 'once D is called no step of another timeline starts, so a fall-back step can not wait for one';
  }
  return undefined;
};

const mayUndo: Rule = (_own, other) =>
  other === 'fallback' ? 'a step of the fall-back is not undone' : undefined;

function readReferences({
  attribute,
  draft,
  known,
  problems,
  allowed,
}: {
  readonly attribute: Attribute;
  readonly draft: StepDraft;
  readonly known: ReadonlyMap<string, StepDraft>;
  readonly problems: ProblemList;
  readonly allowed: Rule;
}): readonly string[] {
  const found = new Set<string>();
  for (const { name, offset } of listed(attribute)) {
    const place = { offset, length: name.length };
    const other = known.get(name);
    if (other === undefined) {
      const mend = suggestion(name, [...known.keys()]);
      problems.error({ ...place, message: `no step has the id \`${name}\``, mend });
    } else if (other === draft) {
      problems.error({ ...place, message: `a step can't name itself in \`${attribute.key}\`` });
    } else {
      const objection = allowed(draft.timeline, other.timeline);
      if (objection !== undefined) problems.error({ ...place, message: objection });
      found.add(name);
    }
  }
  return [...found];
}

function reportCycles(
  steps: readonly Step[],
  drafts: ReadonlyMap<string, StepDraft>,
  problems: ProblemList,
): void {
  const inCircle = circleAmong(stuckAmong(steps));
  const culprit = inCircle.find((step) => drafts.get(step.id)?.givenAfter !== undefined);
  const draft = culprit === undefined ? undefined : drafts.get(culprit.id);
  if (culprit === undefined || draft === undefined) return;
  const { offset, length } = draft.givenAfter ?? draft.place;
  const path = [...inCircle, ...inCircle.slice(0, 1)].map((step) => `\`${step.id}\``).join(' waits for ');
  problems.error({
    offset,
    length,
    message: `these steps wait for each other: ${path}`,
    mend: 'without `after=` a step waits for all earlier ones of its timeline',
  });
}

/** Takes away, one after another, steps that wait for nothing left; whatever remains waits for itself in a circle. */
function stuckAmong(steps: readonly Step[]): readonly Step[] {
  const known = new Set(steps.map(({ id }) => id));
  const open = new Map(steps.map((step) => [step.id, step.after.filter((id) => known.has(id)).length]));
  const waiting = new Map<string, string[]>();
  for (const { id, after } of steps) {
    for (const other of after) {
      const list = waiting.get(other);
      if (list === undefined) waiting.set(other, [id]);
      else list.push(id);
    }
  }
  const free = steps.filter(({ id }) => open.get(id) === 0).map(({ id }) => id);
  for (let next = free.pop(); next !== undefined; next = free.pop()) {
    known.delete(next);
    for (const id of waiting.get(next) ?? []) {
      const rest = (open.get(id) ?? 0) - 1;
      open.set(id, rest);
      if (rest === 0) free.push(id);
    }
  }
  return steps.filter(({ id }) => known.has(id));
}

/** Follows what each step waits for until one comes up again. */
function circleAmong(stuck: readonly Step[]): readonly Step[] {
  const byId = new Map(stuck.map((step) => [step.id, step]));
  const path: Step[] = [];
  let step = stuck[0];
  while (step !== undefined && !path.includes(step)) {
    path.push(step);
    const next = step.after.find((id) => byId.has(id));
    step = next === undefined ? undefined : byId.get(next);
  }
  return step === undefined ? [] : path.slice(path.indexOf(step));
}
