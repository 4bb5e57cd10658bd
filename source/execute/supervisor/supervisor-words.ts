import type { TargetResult } from '../../run/facts.ts';
import { oneLine } from '../reason.ts';

export type ToldWord = {
  readonly word: string;
  /** What the shell complained of. */
  readonly said: string;
  readonly place: string;
  readonly begun: boolean;
  readonly cwd: string | undefined;
};

/** What a script's last word means for the step. */
export function resultOfWord({ word, said, place, begun, cwd }: ToldWord): TargetResult {
  const why = said === '' ? '' : `: ${oneLine(said, 160)}`;
  const refused = (reason: string): TargetResult => ({ type: 'refused', reason });
  const lost = (reason: string): TargetResult => ({ type: 'lost', reason });
  switch (word) {
    case 'never':
      return begun ? lost(`no trace of its beginning on ${place}`) : refused(`it never began on ${place}`);
    case 'no cwd':
      return refused(`the folder ${cwd} cannot be entered on ${place}`);
    case 'no session':
      return refused(
        `${place} has neither setsid nor perl: nothing can be started there that outlives its login`,
      );
    case 'no folder':
      return refused(`the job folder on ${place} can't be made${why}`);
    case 'no proof':
      return lost(`nobody can rule out that it begins on ${place}: the job folder can't be made${why}`);
    case 'no space':
      return refused(`the job folder on ${place} can't be written to${why}`);
    case 'no claim':
      return refused(`the job folder on ${place} takes no more, so it was not begun${why}`);
    case 'none':
      return lost(`no trace of it on ${place}: its job files are gone`);
    case 'other':
      return lost(
        `another text was begun under its name on ${place}: by whom, and how it went, nobody here knows`,
      );
    case 'rebooted':
      return lost(`${place} was rebooted before it ended`);
    case 'gone':
      return lost(`its supervisor on ${place} was ended before it: nobody knows how it went`);
    case 'unclaimed':
      return lost(`its claim on ${place} is half made: nobody knows whether it began`);
    default:
      return lost(`${place} answered with words of its own: ${oneLine(word, 60)}`);
  }
}
