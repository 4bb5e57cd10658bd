import { diffPlans } from '../plan/diff/plan-diff.ts';
import { jsonText } from '../report/json-text.ts';
import { diffData, diffText } from './diff-text.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { planSource } from './plan-source.ts';
import type { CommonOptions } from './settings.ts';

export type DiffOptions = CommonOptions & {
  readonly a: string;
  readonly b: string;
  readonly json: boolean;
  /** 13 where they are not the same, as `git diff --exit-code` does it. */
  readonly exitCode: boolean;
};

/** `gonogo diff PLAN PLAN`: what the second plan says otherwise, step by step. */
export async function diff({ a, b, json, exitCode, ...options }: DiffOptions, io: Io): Promise<number> {
  const before = await planSource(a, { options, io });
  const after = await planSource(b, { options, io });
  const result = diffPlans(before.plan, after.plan);
  const names = { a, b };
  io.out(json ? jsonText(diffData(result, names)) : diffText(result, names));
  const same = result.front.length + result.steps.length === 0;
  return exitCode && !same ? exitCodes.differs : exitCodes.ok;
}
