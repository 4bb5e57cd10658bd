import { formatDuration, formatOffset } from '../duration.ts';
import type { Step } from '../plan.ts';
import type { Finding } from '../problem-list.ts';
import { fallbackLength, lastSafeFallback, timelineOf } from '../schedule.ts';
import { type Slot, timetableOf } from '../timetable.ts';
import type { Look } from './look.ts';
import { fromStart, timeAt } from './when.ts';

/** A fallback that takes longer than from S to the end of the window: no D is early enough. */
export function findLongFallback({ plan, places }: Look): readonly Finding[] {
  const length = fallbackLength(plan);
  const fallback = timelineOf(plan, 'fallback');
  const left = plan.window.closes - plan.window.start;
  if (length === undefined || fallback === undefined || length <= left) return [];
  return [
    {
      ...places.line(fallback.line),
      message: `the fallback takes ${formatDuration(length)}, and from S to the window's end there are ${formatDuration(left)}`,
      mend: `shorten it by ${formatDuration(length - left)}, or let the window close later`,
    },
  ];
}

/** A decision after which the fallback can't end inside the window. */
export function findLateDecisions(look: Look): readonly Finding[] {
  const { plan, steps } = look;
  const length = fallbackLength(plan);
  const lastSafe = lastSafeFallback(plan);
  if (length === undefined || lastSafe === undefined || lastSafe < plan.window.start) return [];
  const safe = lastSafe - plan.window.start;
  return steps.flatMap((step) => {
    const slot = timetableOf(plan).get(step.id);
    if (!step.decision || step.timeline !== 'main' || slot === undefined || slot.ends <= safe) return [];
    return [lateDecision({ step, slot, safe, length, look })];
  });
}

function lateDecision({
  step,
  slot,
  safe,
  length,
  look: { plan, places },
}: {
  readonly step: Step;
  readonly slot: Slot;
  /** The last safe fallback, milliseconds from S. */
  readonly safe: number;
  /** Of the fallback. */
  readonly length: number;
  readonly look: Look;
}): Finding {
  const over = formatDuration(slot.ends - safe);
  const back = timeAt(slot.ends + length, plan);
  const no = `a no at its end, ${fromStart(slot.ends, plan)}, is back at ${back}`;
  const closes = timeAt(safe + length, plan);
  const isGap = step.duration > 0 && places.attribute(step, 'for') === undefined;
  const mends = [
    `end the decision ${over} earlier`,
    ...(isGap ? ['say how long it really takes (`for=`; now it lasts until the next offset)'] : []),
    `shorten the fallback (${formatDuration(length)})`,
  ];
  return {
    ...places.due(step),
    message: `the last safe fallback is ${fromStart(safe, plan)}, ${where(safe, slot)}; ${no}, ${over} after the window closes (${closes})`,
    mend: `${mends.join(', ')}, or let the window close at ${back}`,
  };
}

function where(safe: number, { begins }: Slot): string {
  if (safe === begins) return 'the very minute this decision begins';
  if (safe > begins) return `${formatDuration(safe - begins)} into this decision`;
  return `${formatDuration(begins - safe)} before this decision begins (S${formatOffset(begins)})`;
}
