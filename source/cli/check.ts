import { lintPlan } from '../plan/lint/lint.ts';
import { parsePlan } from '../plan/parse-plan.ts';
import type { ParseResult, Problem } from '../plan/problem.ts';
import { renderProblems } from '../plan/problem-text.ts';
import { type WidthOf, widthFor } from '../plan/text-width.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { readPlanFile } from './plan-file.ts';
import { planJson } from './plan-json.ts';
import { planText } from './plan-text.ts';

export type CheckOptions = {
  readonly plan: string;
  readonly json: boolean;
  /** Looks at the hosts, databases and the mail server, too, and prints what was found there instead. */
  readonly preflight?: boolean;
  readonly sshConfig?: string | undefined;
  /** Where earlier runs are recorded, as in `CommonOptions`. */
  readonly journal?: string | undefined;
};

/** Prints a plan's timelines with their times, or everything that is wrong with it. */
export async function check(options: CheckOptions, io: Io): Promise<number> {
  const file = options.plan;
  const read = await readPlanFile(file);
  if (read.type === 'unreadable') {
    io.err(`${read.message}\n`);
    return exitCodes.usage;
  }
  const parsed = parsePlan({ text: read.text, file });
  if (options.preflight === true && parsed.type === 'parsed') {
    const { preflight } = await import('./preflight.ts');
    return await preflight({ ...options, plan: parsed.plan, file }, io);
  }
  const result = await withLint(parsed, { text: read.text, options, io });
  if (options.json) {
    io.out(`${JSON.stringify({ file, ...planJson(result) }, null, 2)}\n`);
    return result.type === 'parsed' ? exitCodes.ok : exitCodes.planInvalid;
  }
  const page = { text: read.text, file, widthOf: await widthFor(read.text) };
  if (result.type === 'parsed') {
    io.out(report(result, page));
  } else {
    const count = countOf(result.problems);
    const problems = renderProblems({ problems: result.problems, ...page });
    io.err(`${problems}\n${count}; nothing runs from a plan with an error\n`);
  }
  return result.type === 'parsed' ? exitCodes.ok : exitCodes.planInvalid;
}

/** What the reader of plans warns of, and what the lints do, in the order of the text. */
async function withLint(
  result: ParseResult,
  { text, options, io }: { readonly text: string; readonly options: CheckOptions; readonly io: Io },
): Promise<ParseResult> {
  if (result.type === 'invalid') return result;
  const { plan } = result;
  const { usualLengths } = await import('./usual-lengths.ts');
  const usuals = await usualLengths({ plan, options, io });
  const problems = [...result.problems, ...lintPlan({ plan, text, usuals })];
  return { ...result, problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

type Page = { readonly text: string; readonly file: string; readonly widthOf: WidthOf };

function report({ plan, problems }: Extract<ParseResult, { type: 'parsed' }>, page: Page): string {
  const { timelines, ending } = planText(plan, page.widthOf);
  const warnings = problems.length === 0 ? '' : `${renderProblems({ problems, ...page })}\n`;
  const count = problems.length === 0 ? 'No problems.' : `${countOf(problems)}.`;
  return `${timelines}\n${warnings}${count} ${ending}\n`;
}

function countOf(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const parts = [
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
  ];
  return parts.join(', ');
}
