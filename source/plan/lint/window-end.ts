import { formatDuration } from '../duration.ts';
import type { Finding } from '../problem-list.ts';
import { timetableOf } from '../timetable.ts';
import type { Look } from './look.ts';
import { changes } from './nature.ts';
import { fromStart, timeAt } from './when.ts';

/** The first change that is planned past the end of the window; a mail or a look may well come after it. */
export function findLateSteps({ plan, steps, places }: Look): readonly Finding[] {
  const closes = plan.window.closes - plan.window.start;
  const slots = timetableOf(plan);
  const late = steps
    .filter((step) => step.timeline === 'main' && (step.decision || changes(step)))
    .flatMap((step) => {
      const slot = slots.get(step.id);
      return slot === undefined || (slot.ends <= closes && slot.begins <= closes) ? [] : [{ step, slot }];
    })
    .toSorted((a, b) => a.slot.begins - b.slot.begins)[0];
  if (late === undefined) return [];
  const { step, slot } = late;
  const [verb, at] = slot.begins >= closes ? ['begins', slot.begins] : ['ends', slot.ends];
  const over = at - closes;
  const after = over === 0 ? 'the minute' : `${formatDuration(over)} after`;
  return [
    {
      ...places.due(step),
      message: `this step ${verb} at ${fromStart(at, plan)}, ${after} the window closes (${timeAt(closes, plan)})`,
      mend: 'plan it earlier, or let the window close later',
    },
  ];
}
