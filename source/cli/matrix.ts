import { fallbackLength } from '../plan/schedule.ts';
import { widthFor } from '../plan/text-width.ts';
import { fromRuns } from '../plan/usual.ts';
import { fallbackMatrix } from '../session/matrix.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { FaultOptions } from './faults.ts';
import type { Io } from './io.ts';
import { loadPlan } from './load-plan.ts';
import { matrixJson } from './matrix-json.ts';
import { matrixText } from './matrix-text.ts';
import type { CommonOptions } from './settings.ts';
import { usualLengths } from './usual-lengths.ts';

export type MatrixOptions = CommonOptions &
  FaultOptions & {
    readonly plan: string;
    readonly json?: boolean | undefined;
    readonly seed?: number | undefined;
  };

/** `gonogo rehearse PLAN --matrix`: going back from every moment of main in turn, in memory; records nothing. */
export async function matrix(options: MatrixOptions, io: Io): Promise<number> {
  const { late = [], fail = [], loseHost = [] } = options;
  if (late.length + fail.length + loseHost.length > 0) {
    const message = '--matrix knows no faults: leave --late, --fail and --lose-host out';
    throw new CommandError(exitCodes.usage, message);
  }
  const { plan, text } = await loadPlan(options.plan);
  if (fallbackLength(plan) === undefined) {
    throw new CommandError(exitCodes.usage, 'this plan has no fallback to rehearse');
  }
  const usuals = fromRuns((await usualLengths({ plan, options, io })) ?? new Map());
  const rows = await fallbackMatrix({ plan, seed: options.seed ?? 1, usuals });
  if (options.json === true) {
    io.out(`${JSON.stringify({ file: options.plan, ...matrixJson({ plan, rows }) }, null, 2)}\n`);
  } else {
    io.out(matrixText({ plan, rows, learned: usuals.size, widthOf: await widthFor(text) }));
  }
  return exitCodes.ok;
}
