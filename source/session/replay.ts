import type { StoredEvent } from '../journal/journal.ts';
import type { OutputReader } from '../journal/output-reader.ts';
import type { Plan } from '../plan/plan.ts';
import type { Usuals } from '../plan/usual.ts';
import { stateAfter } from '../run/reduce.ts';
import type { RunState } from '../run/state.ts';
import type { Clock } from './clock.ts';
import { searchOutput } from './output-search.ts';
import { createRecordedStates } from './recorded-states.ts';
import { createReplayLog } from './replay-log.ts';
import { marksOf } from './replay-marks.ts';
import { momentOf } from './replay-moment.ts';
import type { Identity, ReplayControls, ReplayMark, Session } from './session.ts';
import { shownOutput } from './shown-output.ts';

export type ReplayOptions = {
  readonly run: string;
  readonly plan: Plan;
  /** At least `run.created`. */
  readonly events: readonly StoredEvent[];
  readonly output: OutputReader;
  readonly identity: Identity;
  readonly usuals?: Usuals | undefined;
  readonly speed: number;
  readonly wall: Clock;
};

/** The same screens over what was recorded: state, clock and logs as they were at the position. */
export function openReplay(options: ReplayOptions): Session {
  const { events, wall } = options;
  const { reader: output, trouble } = shownOutput(options.output);
  const [first] = events;
  if (first === undefined) throw new Error('a run without events');
  const from = first.at;
  // The last is not the latest where the clock was set back.
  const until = events.reduce((latest, { at }) => Math.max(latest, at), output.atOrBefore({})?.at ?? from);
  const logs = createReplayLog(output);
  const listeners = new Set<() => void>();
  const states = createRecordedStates(options.plan, events);

  /** Begins with the first who looks: a short run would be over before. */
  let begun = false;
  let playing = false;
  let speed = options.speed;
  let anchor = { at: from, wall: wall.now() };
  let cancel = (): void => undefined;
  let marks: readonly ReplayMark[] | undefined;
  /** How it ended. */
  let final: RunState | undefined;

  const position = (): number =>
    playing ? Math.min(until, anchor.at + (wall.now() - anchor.wall) * speed) : anchor.at;

  /** From here on the position runs from `at`. */
  function hold(at: number): void {
    anchor = { at, wall: wall.now() };
  }

  function catchUp(at: number): boolean {
    const before = states.folded();
    states.seek(at);
    return logs.seek(at) || states.folded() !== before;
  }

  function notify(): void {
    for (const listener of listeners) listener();
  }

  function tick(): void {
    const at = position();
    const changed = catchUp(at);
    if (at >= until && playing) {
      hold(until);
      playing = false;
      notify();
    } else if (changed) notify();
    if (playing) cancel = wall.after(frameMs, tick);
  }

  function restart(change: () => void): void {
    cancel();
    const at = position();
    hold(at);
    change();
    tick();
    notify();
  }

  const controls: ReplayControls = {
    from,
    until,
    playing: () => playing,
    speed: () => speed,
    play: () =>
      restart(() => {
        if (anchor.at >= until) hold(from);
        playing = true;
      }),
    pause: () =>
      restart(() => {
        playing = false;
      }),
    setSpeed: (next) =>
      restart(() => {
        speed = Math.min(maxSpeed, Math.max(minSpeed, next));
      }),
    seek: (at) =>
      restart(() => {
        hold(Math.min(until, Math.max(from, at)));
      }),
    marks: () => {
      marks ??= marksOf(events, options.plan);
      return marks;
    },
    moment: (text) => {
      final ??= stateAfter(options.plan, events);
      return momentOf(text, { state: final, from, until });
    },
    search: (text) => searchOutput(output, text),
  };

  function begin(): void {
    if (begun) return;
    begun = true;
    hold(from);
    playing = true;
    cancel = wall.after(frameMs, tick);
  }

  catchUp(from);
  return {
    kind: 'replay',
    run: options.run,
    identity: options.identity,
    clock: { now: position, speed: () => speed, after: (ms, callback) => wall.after(ms / speed, callback) },
    state: states.state,
    subscribe: (listener) => {
      listeners.add(listener);
      begin();
      return () => listeners.delete(listener);
    },
    history: () => events.slice(0, states.folded()),
    send: async () => ({
      type: 'refused',
      refusal: {
        code: 'not-now',
        message: 'a replay shows what was; nothing can be done in it',
        missing: [],
      },
    }),
    logs,
    links: () => [],
    trouble,
    usuals: options.usuals,
    replay: controls,
    close: async () => cancel(),
  };
}

const frameMs = 50;
const minSpeed = 0.25;
const maxSpeed = 600;
