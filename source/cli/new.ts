import { existsSync } from 'node:fs';
import { renderProblems } from '../plan/problem-text.ts';
import { safeLine } from '../plan/safe-text.ts';
import { dayAt, nextInMonth, parseDay } from '../plan/template/calendar.ts';
import { nextPlan, windowDays } from '../plan/template/next-plan.ts';
import { type Clock, createWallClock } from '../session/clock.ts';
import { canAsk } from './ask-line.ts';
import { type Asker, askDay, askVars } from './ask-new.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import { firstPlan } from './first-plan.ts';
import type { Io } from './io.ts';
import { changesInWords } from './new-words.ts';
import { planSource } from './plan-source.ts';
import { replaceFile } from './replace-file.ts';
import type { CommonOptions } from './settings.ts';
import { usualLengths } from './usual-lengths.ts';

export type NewOptions = CommonOptions & {
  /** A plan's file, or a run. */
  readonly from?: string | undefined;
  readonly output?: string | undefined;
  readonly date?: string | undefined;
  /** `tag=2-6-y` */
  readonly var?: readonly string[] | undefined;
};

/** `gonogo new`: the next plan from an earlier one, or a plan to begin with. */
export async function newPlan(
  options: NewOptions,
  io: Io,
  clock: Clock = createWallClock(),
): Promise<number> {
  const { output, date } = options;
  if (date !== undefined && parseDay(date) === undefined) {
    throw new CommandError(exitCodes.usage, `${safeLine(date)} is no day; write --date 2026-12-15`);
  }
  if (output !== undefined && output !== '-' && existsSync(output)) {
    throw new CommandError(exitCodes.usage, `${safeLine(output)} is there already; choose another name`);
  }
  const text =
    options.from === undefined
      ? firstPlan(date ?? nextInMonth(dayAt(clock.now()), dayAt(clock.now())))
      : await next(options, options.from, { io, clock });
  if (output === undefined || output === '-') io.out(text);
  else {
    await replaceFile(output, text, { fresh: true });
    io.err(`Wrote ${safeLine(output)}: gonogo check ${safeLine(output)}\n`);
  }
  return exitCodes.ok;
}

async function next(options: NewOptions, from: string, { io, clock }: Asker): Promise<string> {
  const { plan, text } = await planSource(from, { options, io });
  const given = givenVars(options.var ?? [], plan.vars);
  const asked = canAsk(io);
  const first = windowDays(plan)[0] ?? '';
  const day = options.date ?? (await askDay(first, { io, clock, asked }));
  const vars = asked ? new Map([...(await askVars({ plan, day, given, io, clock })), ...given]) : given;
  const usuals = (await usualLengths({ plan, options, io })) ?? new Map();
  const made = nextPlan({ text, plan, day, vars, usuals });
  if (made.type === 'invalid') {
    const problems = made.problems.filter(({ severity }) => severity === 'error');
    const shown = renderProblems({ problems, text: made.text, file: from }).trimEnd();
    throw new CommandError(
      exitCodes.planInvalid,
      `${shown}\nnothing was written: the new plan would be wrong`,
    );
  }
  io.err(changesInWords({ before: plan, made, vars }));
  return made.text;
}

function givenVars(
  pairs: readonly string[],
  known: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      const name = pair.slice(0, at);
      if (at > 0 && Object.hasOwn(known, name)) return [name, pair.slice(at + 1)] as const;
      const names = Object.keys(known).join(', ') || 'none';
      const fault = at > 0 ? `the plan has no variable ${safeLine(name)}` : 'write --var tag=2-6-x';
      throw new CommandError(exitCodes.usage, `${fault}; its variables: ${names}`);
    }),
  );
}
