import type { Journal } from '../journal/journal.ts';
import type { OutputPiece, OutputReader } from '../journal/output-reader.ts';
import { asciicast, type CastOutput, castSize } from '../report/export-asciicast.ts';
import { createFrameWriter } from '../report/export-frames.ts';
import { exportMarks } from '../report/export-marks.ts';
import { createWallClock } from '../session/clock.ts';
import { openReplay } from '../session/replay.ts';
import type { Session } from '../session/session.ts';
import type { FoundRun } from './find-run.ts';
import { learned } from './usual-lengths.ts';

export type ScreenCast = { readonly journal: Journal; readonly found: FoundRun; readonly version: 2 | 3 };

/** The whole window as the screens show it in a replay, nobody touching a key. */
export async function screenCastOf({ journal, found, version }: ScreenCast): Promise<AsyncIterable<string>> {
  const { run, plan, events } = found;
  const output = journal.readOutput(run);
  const session = openReplay({
    run,
    plan,
    events,
    output,
    identity: { person: '', roles: [] },
    usuals: await learned(journal, found),
    speed: 1,
    wall: createWallClock(),
  });
  const { drawFrame } = await import('../ui/draw-frame.tsx');
  const moments = momentsOf([...events, ...piecesOf(output)].map(({ at }) => at));
  return asciicast({
    version,
    title: plan.title,
    from: moments[0] ?? 0,
    output: frames(session, moments, () => drawFrame({ session: asPlaying(session), ...castSize })),
    marks: exportMarks({ plan, events }),
    longestIdle: 2,
  });
}

function* piecesOf(output: OutputReader): Generator<OutputPiece> {
  for (let piece = output.atOrAfter({}, 0); piece !== undefined; piece = output.atOrAfter({}, piece.id + 1)) {
    yield piece;
  }
}

/** Between two frames it stands still, which nobody is to see. */
function asPlaying(session: Session): Session {
  const { replay } = session;
  return replay === undefined ? session : { ...session, replay: { ...replay, playing: () => true } };
}

async function* frames(
  session: Session,
  moments: readonly number[],
  draw: () => readonly string[],
): AsyncGenerator<CastOutput> {
  const write = createFrameWriter();
  for (const at of moments) {
    session.replay?.seek(at);
    const text = write(draw());
    if (text !== '') yield { at, text };
  }
}

/** Every second in which something happened, at its end; and clocks that go on where nothing did. */
function momentsOf(happened: readonly number[]): readonly number[] {
  const seconds = new Set(happened.map((at) => Math.ceil(at / second)));
  const known = [...seconds].sort((a, b) => a - b);
  const ticks = known.flatMap((from, index) => {
    const until = known[index + 1] ?? from;
    return Array.from(
      { length: Math.floor((until - from - 1) / quiet) },
      (_, count) => from + (count + 1) * quiet,
    );
  });
  return [...known, ...ticks].sort((a, b) => a - b).map((each) => each * second);
}

const second = 1000;
/** Seconds. */
const quiet = 10;
