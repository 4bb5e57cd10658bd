import { makeBareHome } from './gonogo-home.ts';
import { openPty } from './pty-program.ts';
import { lastLineOf, newestAt, type SeekShape } from './seek-shape.ts';

export type SeekOnScreen = {
  /** Milliseconds from the start of the program to its first frame. */
  readonly opened: number;
  /** From Enter to the frame with the newest lines of the moment; each moment. */
  readonly keys: readonly number[];
  /** Moments whose lines never came. */
  readonly lost: number;
};

export type ScreenOrder = {
  readonly folder: string;
  readonly file: string;
  readonly run: string;
  readonly shape: SeekShape;
  readonly moments: readonly number[];
  readonly mostSeconds: number;
};

/** `gonogo replay` in a pseudo-terminal, to each moment as a person types it. */
export async function seekOnScreen(order: ScreenOrder): Promise<SeekOnScreen> {
  const { file, run, shape, moments, mostSeconds } = order;
  const home = makeBareHome(order.folder);
  const began = performance.now();
  const env = { ...home.env, GONOGO_JOURNAL: file };
  const program = openPty({ command: home.gonogo('replay', run), env, cwd: home.cwd });
  const until = (expected: RegExp | string, patience: number) =>
    program.shows(
      (rows) =>
        rows.some((row) => (typeof expected === 'string' ? row.includes(expected) : expected.test(row))),
      patience,
    );
  try {
    const opened = await until(/playing/, openPatience);
    if (opened === undefined) throw new Error(`gonogo shows no replay:\n${program.describe()}`);
    program.write(' ');
    if ((await until(/paused/, openPatience)) === undefined)
      throw new Error(`gonogo's replay goes on:\n${program.describe()}`);
    const keys: number[] = [];
    let lost = 0;
    for (const at of moments) {
      if ((performance.now() - opened) / 1_000 > mostSeconds || lost > mostLost) break;
      const typed = `S+${(at - shape.start) / 1_000}s`;
      program.write(':');
      // Keys that arrive together count only once it is asked.
      await until(/enter +go there/, promptPatience);
      program.write(typed);
      await until(`:${typed}`, promptPatience);
      const asked = performance.now();
      const seen = until(lastLineOf(newestAt(shape, at)).trim(), seekPatience);
      program.write('\r');
      const shown = await seen;
      if (shown === undefined) lost += 1;
      else keys.push(shown - asked);
    }
    return { opened: opened - began, keys, lost };
  } finally {
    await program.close();
    home.remove();
  }
}

const openPatience = 120_000;
const promptPatience = 5_000;
export const seekPatience = 30_000;
/** More than these tell nothing new. */
const mostLost = 2;
