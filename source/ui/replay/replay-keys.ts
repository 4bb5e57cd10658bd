import type { ReplayControls } from '../../session/session.ts';
import type { Intent } from '../intent.ts';
import type { ViewAction } from '../view.ts';

/** Moves a replay from `now`, its position in epoch milliseconds; says why not, if it can't. */
export function moveReplay(
  replay: ReplayControls,
  intent: Intent,
  { now, step }: { readonly now: number; readonly step: string | undefined },
): string | undefined {
  switch (intent) {
    case 'jump': {
      const mark = replay.marks().find((other) => other.kind === 'step' && other.step === step);
      if (mark === undefined) return 'this step was never started';
      replay.seek(mark.at);
      return undefined;
    }
    case 'play':
      if (replay.playing()) replay.pause();
      else replay.play();
      return undefined;
    case 'back':
      replay.seek(now - leapMs);
      return undefined;
    case 'forward':
      replay.seek(now + leapMs);
      return undefined;
    case 'minute-back':
      replay.seek(now - minuteMs);
      return undefined;
    case 'minute-forward':
      replay.seek(now + minuteMs);
      return undefined;
    case 'previous-mark': {
      // A playing replay has already left the mark it was just moved to.
      const before = replay.marks().findLast(({ at }) => at < now - graceMs * replay.speed());
      replay.seek(before?.at ?? replay.from);
      return undefined;
    }
    case 'next-mark':
      replay.seek(replay.marks().find(({ at }) => at > now)?.at ?? replay.until);
      return undefined;
    case 'slower':
      replay.setSpeed(replay.speed() / 2);
      return undefined;
    case 'faster':
      replay.setSpeed(replay.speed() * 2);
      return undefined;
    default:
      return undefined;
  }
}

/** What stood in the log of this step is of another moment then. */
export function afterMove(intent: Intent, step: string | undefined): ViewAction {
  const stays = step === undefined || !seeking.has(intent);
  return stays ? { type: 'redraw' } : { type: 'scroll', step, top: undefined };
}

const seeking: ReadonlySet<Intent> = new Set([
  'jump',
  'back',
  'forward',
  'minute-back',
  'minute-forward',
  'previous-mark',
  'next-mark',
]);

const leapMs = 10_000;
const minuteMs = 60_000;
const graceMs = 1500;
