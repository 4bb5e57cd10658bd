import { useEffect, useReducer, useSyncExternalStore } from 'react';
import type { RunState } from '../run/state.ts';
import type { Clock } from '../session/clock.ts';
import type { LogBook } from '../session/log-book.ts';
import type { Session } from '../session/session.ts';
import { guardMs } from './dialog/dialog.ts';

export function useRunState(session: Session): RunState {
  return useSyncExternalStore(session.subscribe, session.state);
}

export function useTrouble(session: Session): string | undefined {
  return useSyncExternalStore(session.subscribe, session.trouble);
}

/** The session's time, drawn anew when its second changes, or four times a second when it runs fast. */
export function useNow(clock: Clock, origin: number): number {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let cancel = (): void => undefined;
    const wait = (): void => {
      cancel = clock.after(untilNextSecond(clock, origin), tick);
    };
    const tick = (): void => {
      redraw();
      wait();
    };
    wait();
    return () => cancel();
  }, [clock, origin]);
  return clock.now();
}

/** Redraws for new output, at most ten times a second: keys must not wait behind logs. */
export function useLogVersion(logs: LogBook): number {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let timer: NodeJS.Timeout | undefined;
    let drawnAt = 0;
    const draw = (): void => {
      timer = undefined;
      drawnAt = wallNow();
      redraw();
    };
    const end = logs.subscribe(() => {
      timer ??= setTimeout(draw, Math.max(0, drawnAt + logRedrawMs - wallNow()));
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [logs]);
  return logs.version();
}

/** Monotonic wall milliseconds: how long a question has been on the screen. */
export function wallNow(): number {
  return performance.now();
}

/** Wall milliseconds since some moment; they go on while the machine sleeps, and jump when its clock is set. */
export function calendarNow(): number {
  return Date.now();
}

/** Milliseconds of this clock; at the most one second, and at the least a quarter, of the wall. */
function untilNextSecond(clock: Clock, origin: number): number {
  const speed = Math.max(clock.speed(), Number.EPSILON);
  const sinceSecond = (((clock.now() - origin) % 1000) + 1000) % 1000;
  return speed * Math.min(1000, Math.max(fastestTickMs, (1000 - sinceSecond) / speed + 1));
}

const logRedrawMs = 100;
const fastestTickMs = 250;

/** The cursor of a question appears when it begins to listen. */
export function useRedrawWhenReady(shownAt: number | undefined): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (shownAt === undefined) return;
    const timer = setTimeout(redraw, guardMs + 1);
    return () => clearTimeout(timer);
  }, [shownAt]);
}

/** Draws again as long as there is more to find than one frame has time for; keys come in between. */
export function useRedrawWhile(busy: () => boolean): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (!busy()) return;
    const timer = setTimeout(redraw, busyRedrawMs);
    return () => clearTimeout(timer);
  });
}

const busyRedrawMs = 20;
