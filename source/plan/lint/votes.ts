import type { Step } from '../plan.ts';
import type { Finding } from '../problem-list.ts';
import { timetableOf } from '../timetable.ts';
import { awaitedBy, waitersOf } from './dependencies.ts';
import type { Look } from './look.ts';
import { changes } from './nature.ts';
import { dueOf, fromStart } from './when.ts';

/** Steps that are due, or may start, while a decision is still open. */
export function findVotes(look: Look): readonly Finding[] {
  const { plan, steps } = look;
  const seen = new Set<string>();
  return steps
    .filter(({ decision, timeline }) => decision && timeline === 'main')
    .flatMap((decision) => {
      const ends = timetableOf(plan).get(decision.id)?.ends ?? Number.NEGATIVE_INFINITY;
      const awaited = awaitedBy(plan, decision);
      const waiters = waitersOf(plan, decision);
      return steps.flatMap((step) => {
        const { id, timeline, offset } = step;
        if (timeline !== 'main' || offset === undefined || step === decision || awaited.has(id)) return [];
        if (seen.has(id) || offset < (decision.offset ?? 0)) return [];
        const found = waiters.has(id)
          ? dueTooEarly({ step, decision, ends, look })
          : unasked({ step, decision, look });
        if (found.length > 0) seen.add(id);
        return found;
      });
    });
}

function dueTooEarly({
  step,
  decision,
  ends,
  look: { plan, places },
}: {
  readonly step: Step;
  readonly decision: Step;
  /** Of the decision, from S. */
  readonly ends: number;
  readonly look: Look;
}): readonly Finding[] {
  const { offset = 0 } = step;
  if (offset >= ends) return [];
  return [
    {
      ...places.due(step),
      message: `due at ${dueOf(step)}, while \`${decision.id}\` (line ${decision.line}) is decided until ${fromStart(ends, plan)}`,
      mend: 'move it to the end of the decision, or shorten the decision',
    },
  ];
}

/** What nobody has voted on changes nothing: a watch on the log may run beside the vote, and so may words. */
function unasked({
  step,
  decision,
  look: { places },
}: {
  readonly step: Step;
  readonly decision: Step;
  readonly look: Look;
}): readonly Finding[] {
  const besideIt = step.offset === decision.offset && step.actions.length === 0;
  if (step.decision || besideIt || !changes(step)) return [];
  return [
    {
      ...(places.attribute(step, 'after') ?? places.due(step)),
      message: `this step doesn't wait for the decision \`${decision.id}\` (line ${decision.line}): it may start before the vote ends`,
      mend: `add \`${decision.id}\` to its \`after=\`, or let it be due before the decision`,
    },
  ];
}
