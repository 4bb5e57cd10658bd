import type { PreflightState } from '../../session/preflight-look.ts';
import { preflightNote } from '../../session/preflight-note.ts';
import type { DialogSpec } from '../dialog/dialog.ts';
import { reasonStage, sending } from '../dialog/step-dialogs.ts';

/** Typed to go on after a no-go. */
const anywayWord = 'anyway';

/** Over a no-go nobody goes by a key: it takes a word and a reason, and both stay in the record. */
export function anywayDialog({ report, words }: PreflightState, by: string): DialogSpec {
  return {
    title: 'NO-GO: go on anyway',
    danger: true,
    step: undefined,
    body: () => [
      words,
      'A step that needs what failed here will fail, or be refused, in the window. What was found and your reason are recorded.',
    ],
    next: ([word, reason]) => {
      if (report === undefined) return { type: 'close' };
      if (word === undefined) {
        return {
          type: 'word',
          ask: `Type ${anywayWord} to go on all the same, esc to stay`,
          words: [anywayWord],
        };
      }
      if (reason === undefined) return reasonStage('Why does it go on all the same?');
      return sending({ type: 'note', text: preflightNote(report, reason), by });
    },
  };
}
