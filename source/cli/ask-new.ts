import type { Plan } from '../plan/plan.ts';
import { safeLine } from '../plan/safe-text.ts';
import {
  addDays,
  type Day,
  dayAt,
  daysBetween,
  nextInMonth,
  parseDay,
  placeInMonth,
} from '../plan/template/calendar.ts';
import { moveDates } from '../plan/template/move-dates.ts';
import { windowDays } from '../plan/template/next-plan.ts';
import type { Clock } from '../session/clock.ts';
import { askLine } from './ask-line.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';

export type Asker = { readonly io: Io; readonly clock: Clock };

/** On which day the window opens: what is typed, or Enter for the same weekday of the next month. */
export async function askDay(
  last: Day,
  { io, clock, asked }: Asker & { readonly asked: boolean },
): Promise<Day> {
  const usual = nextInMonth(last, dayAt(clock.now()));
  const which = `${usual} is again a ${placeInMonth(usual)}`;
  if (!asked) throw new CommandError(exitCodes.usage, `say on which day: --date ${usual} (${which})`);
  for (;;) {
    const answer = await line(`Day of the window; ${which} [${usual}]: `, { io, clock });
    const day = answer === '' ? usual : parseDay(answer);
    if (day !== undefined) return day;
    io.err(`${safeLine(answer)} is no day; write it as ${usual}\n`);
  }
}

/** Other values for variables; those that were given are not asked for. */
export async function askVars({
  plan,
  day,
  given,
  io,
  clock,
}: Asker & {
  readonly plan: Plan;
  readonly day: Day;
  readonly given: ReadonlyMap<string, string>;
}): Promise<ReadonlyMap<string, string>> {
  const days = windowDays(plan);
  const shift = daysBetween(days[0] ?? day, day);
  const moves = days.map((from) => ({ from, to: addDays(from, shift) }));
  const answers = new Map<string, string>();
  for (const [name, old] of Object.entries(plan.vars)) {
    if (given.has(name)) continue;
    const moved = moveDates(old, moves).text;
    const was = moved === old ? '' : ` (was ${safeLine(old)})`;
    const answer = await line(`${name}${was} [${safeLine(moved)}]: `, { io, clock });
    if (answer !== '') answers.set(name, answer);
  }
  return answers;
}

async function line(question: string, asker: Asker): Promise<string> {
  const answer = await askLine(question, asker);
  if (answer === undefined)
    throw new CommandError(exitCodes.usage, '\nnothing was written: the input has ended');
  return answer.trim();
}
