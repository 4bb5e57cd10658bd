import { conditionWords } from '../../plan/action-words.ts';
import { type Action, targetsOf } from '../../plan/plan.ts';
import { formatShare } from '../../plan/share.ts';
import { formatTimeOfDay } from '../../plan/zone.ts';
import { includedTargets } from '../../run/open-work.ts';
import type { StepState } from '../../run/state.ts';
import { foldTargets } from '../../run/words.ts';
import { breakText, span } from '../line.ts';
import type { Tone } from '../theme.ts';
import { actionWords } from '../words/action-words.ts';
import { type DetailRow, paragraph } from './detail-row.ts';
import type { StepFacts } from './step-pane.ts';

type Edit = StepState['edits'][number];

/** What the step runs that is not as the plan has it; before its first start also all that it will run. */
export function workRows(facts: StepFacts, width: number): readonly DetailRow[] {
  const { step, own } = facts;
  const before = own.attempts.length === 0;
  return [
    ...leftOutRows(facts, width),
    ...step.actions.flatMap((action) => {
      const edit = own.edits[action.index];
      return [
        ...(before ? actionRows(facts, action, width) : []),
        ...(edit === undefined ? [] : editRows(facts, { action, edit, width })),
      ];
    }),
  ];
}

/** `node7 is left out: its disk is full`, hosts with the same reason together. */
function leftOutRows({ state, step }: StepFacts, width: number): readonly DetailRow[] {
  const hosts = new Set(step.actions.flatMap(({ on }) => targetsOf(on)));
  const out = Object.entries(state.excluded).filter(([host]) => hosts.has(host));
  const byReason = Map.groupBy(out, ([, { reason }]) => reason);
  return [...byReason].flatMap(([reason, same]) => {
    const names = foldTargets(same.map(([host]) => host));
    return paragraph(`${names} ${same.length === 1 ? 'is' : 'are'} left out: ${reason}`, {
      width,
      tone: 'warn',
    });
  });
}

function actionRows(facts: StepFacts, action: Action, width: number): readonly DetailRow[] {
  const text = facts.own.edits[action.index]?.text ?? action.text;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return [
    ...actionHead(facts, action).flatMap((words) => paragraph(words, { width, tone: 'heading' })),
    ...lines.flatMap((line) => codeRows(line, width)),
  ];
}

function actionHead({ state }: StepFacts, action: Action): readonly string[] {
  if (action.kind === 'mail') {
    const receivers = action.to ?? state.plan.mail?.to ?? [];
    return [
      `will send mail to ${receivers.join(', ')}`,
      `subject: ${action.subject ?? ''}`,
      ...(action.attach === 'report' ? ['with the report of the run so far'] : []),
    ];
  }
  const targets = includedTargets(state, action);
  const where = targets.length === 0 ? 'nothing: every host is left out' : foldTargets(targets);
  return [
    [deedOf(action, where), ...spreadWords(action), ...actionWords(action), ...conditionWords(action)].join(
      ', ',
    ),
  ];
}

function deedOf({ kind, on }: Action, where: string): string {
  const here = on.type === 'local';
  switch (kind) {
    case 'http':
      return here ? 'will ask from this machine' : `will ask from this machine, once for each of ${where}`;
    case 'js':
      return 'will run as a zx script on this machine';
    case 'copy':
      return `will copy on ${where}`;
    case 'wait':
      return here ? 'will wait' : `will wait on ${where}`;
    default:
      return `will run ${kind} on ${where}`;
  }
}

/** `in batches of 1, 2, 50%`, `at most 10% may fail` */
function spreadWords({ batch, maxFail }: Action): readonly string[] {
  return [
    ...(batch.length === 0 ? [] : [`in batches of ${batch.map(formatShare).join(', ')}`]),
    ...(maxFail === undefined ? [] : [`at most ${formatShare(maxFail)} may fail`]),
  ];
}

/** Who changed what for this run, and why; and the difference. */
function editRows(
  { state, step }: StepFacts,
  { action, edit, width }: { readonly action: Action; readonly edit: Edit; readonly width: number },
): readonly DetailRow[] {
  const which = step.actions.length === 1 ? '' : `action ${action.index + 1} `;
  const when = formatTimeOfDay(edit.at, state.schedule.zone);
  const head = `${which}edited for this run by ${edit.by} ${when}: ${edit.reason}`;
  return [
    ...paragraph(head, { width, tone: 'warn' }),
    ...diffLines(edit.diff).flatMap((line) => codeRows(line, width, diffTone(line))),
  ];
}

/** Without what a unified difference says of files and line numbers. */
function diffLines(diff: string): readonly string[] {
  const lines = diff.split('\n');
  const begin = lines.findIndex((line) => line.startsWith('@@'));
  return lines.slice(begin + 1).filter((line) => line !== '' && !/^(@@|\\)/.test(line));
}

function diffTone(line: string): Tone {
  if (line.startsWith('+')) return 'good';
  return line.startsWith('-') ? 'bad' : 'dim';
}

/** What does not fit goes on in the next row, further in; nothing of it is left out. */
function codeRows(text: string, width: number, tone?: Tone): readonly DetailRow[] {
  return breakText(text, width - 6).map((piece, index) => {
    return { line: [span(`${index === 0 ? '   ' : '     '}${piece}`, tone)] };
  });
}
