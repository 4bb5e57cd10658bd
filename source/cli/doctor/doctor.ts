import { homedir } from 'node:os';
import { jsonText } from '../../report/json-text.ts';
import { createWallClock } from '../../session/clock.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { loadPlan } from '../load-plan.ts';
import type { CommonOptions } from '../settings.ts';
import { checks } from './checks.ts';
import { bad, type DoctorCheck, type DoctorWorld, type Finding, type Verdict } from './doctor-check.ts';
import { type DoctorRow, doctorText } from './doctor-text.ts';

export type DoctorOptions = CommonOptions & {
  /** Its references are looked at, too. */
  readonly plan?: string | undefined;
  readonly json: boolean;
};

/** Where nobody says how wide it is. */
const WIDE = 120;

/** `gonogo doctor`: whether this machine is fit to run a plan. */
export async function doctor({ plan, json, ...options }: DoctorOptions, io: Io): Promise<number> {
  const loaded = plan === undefined ? undefined : (await loadPlan(plan)).plan;
  const world = { io, options, clock: createWallClock(), home: io.env.HOME || homedir(), plan: loaded };
  const rows = await examine(checks, world);
  const verdict = worstOf(rows);
  io.out(json ? jsonText({ verdict, checks: rows }) : doctorText(rows, io.stdout.columns ?? WIDE));
  return verdict === 'bad' ? exitCodes.noGo : exitCodes.ok;
}

/** One after another: each is quick, and the terminal can be asked one thing at a time. */
export async function examine(
  list: readonly DoctorCheck[],
  world: DoctorWorld,
): Promise<readonly DoctorRow[]> {
  const rows: DoctorRow[] = [];
  for (const { name, look } of list) {
    const findings = await look(world).catch((error: unknown) => [notLooked(error)]);
    rows.push(...findings.map((finding) => ({ check: name, ...finding })));
  }
  return rows;
}

function notLooked(error: unknown): Finding {
  const reason = error instanceof Error ? error.message : String(error);
  return bad(`could not be looked at: ${reason}`, 'please report this');
}

function worstOf(rows: readonly DoctorRow[]): Verdict {
  if (rows.some(({ verdict }) => verdict === 'bad')) return 'bad';
  return rows.some(({ verdict }) => verdict === 'warn') ? 'warn' : 'ok';
}
