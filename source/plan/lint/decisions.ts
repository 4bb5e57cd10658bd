import type { Step } from '../plan.ts';
import type { Finding } from '../problem-list.ts';
import { timelineOf } from '../schedule.ts';
import { awaitedBy } from './dependencies.ts';
import type { Look } from './look.ts';
import { changes, saysWhatToExpect, verifies } from './nature.ts';

const DECIDING = /\b(?:go ?(?:\/|or) ?no[- ]?go|votes?|decides?|decision)\b/i;

/** A way back, and no step at which somebody decides whether to take it. */
export function findMissingDecisions({ plan, places }: Look): readonly Finding[] {
  const main = timelineOf(plan, 'main');
  if (main === undefined || timelineOf(plan, 'fallback') === undefined) return [];
  if (main.steps.some(({ decision }) => decision)) return [];
  const poll = plan.roles
    .slice(0, 2)
    .map(({ id }) => id)
    .join(',');
  const likely = main.steps.findLast(({ title }) => DECIDING.test(title));
  return [
    {
      ...(likely === undefined ? places.line(main.line) : places.title(likely)),
      message: 'no step decides whether to go on or to fall back',
      mend: `mark ${likely === undefined ? 'the step that ends in a go or a no' : 'this one'}: \`{decision poll=${poll}}\``,
    },
  ];
}

/** A decision before which nobody looks whether the changes work. */
export function findUncheckedDecisions({ plan, steps, places }: Look): readonly Finding[] {
  return steps
    .filter(({ decision }) => decision)
    .flatMap((step) => {
      if (saysWhatToLookAt(step)) return [];
      const awaited = awaitedBy(plan, step);
      const before = steps.filter(({ id, timeline }) => timeline === step.timeline && awaited.has(id));
      if (isVerified(before)) return [];
      return [
        {
          ...places.title(step),
          message: 'nothing is verified before this decision',
          mend: 'give it a checklist (nested bullets), or put a step with one before it, after the changes',
        },
      ];
    });
}

function saysWhatToLookAt(step: Step): boolean {
  return verifies(step) || step.actions.length > 0 || step.instructions.some(saysWhatToExpect);
}

/** A check that comes before every change says nothing about the changes. */
function isVerified(before: readonly Step[]): boolean {
  const firstChange = before.findIndex(changes);
  return before.slice(Math.max(0, firstChange)).some(verifies);
}
