import type { Problem } from './problem.ts';
import { safeLine } from './safe-text.ts';
import { simpleWidth, type WidthOf } from './text-width.ts';

/** How much of a long line is shown around the caret, in characters. */
const CONTEXT = 60;

/**
 * Problems for people: place and message, the line itself with a caret under it, and the mend. Safe for a
 * terminal whatever the plan holds; a password in an address is starred out.
 */
export function renderProblems({
  problems,
  text,
  file,
  widthOf = simpleWidth,
}: {
  readonly problems: readonly Problem[];
  readonly text: string;
  readonly file: string;
  readonly widthOf?: WidthOf;
}): string {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const shown = problems.map((problem) => {
    const source = excerpt(hidePassword(lines[problem.line - 1] ?? ''), problem);
    return `${render({ problem, source, file, widthOf })}\n`;
  });
  return shown.join('\n');
}

/** `plan.md:12:3: error: message` */
function problemLine(problem: Problem, file: string): string {
  const { line, column, severity, message } = problem;
  return safeLine(`${file}:${line}:${column}: ${severity}: ${message}`);
}

function render({
  problem,
  source,
  file,
  widthOf,
}: {
  readonly problem: Problem;
  readonly source: Excerpt;
  readonly file: string;
  readonly widthOf: WidthOf;
}): string {
  const gutter = `${problem.line}`.padStart(5);
  const blank = ' '.repeat(gutter.length);
  const pointer = ' '.repeat(widthOf(source.before)) + '^'.repeat(Math.max(1, widthOf(source.marked)));
  const lines = [
    problemLine(problem, file),
    `${gutter} | ${source.before}${source.marked}${source.after}`.trimEnd(),
    `${blank} | ${pointer}`,
  ];
  if (problem.mend !== undefined) lines.push(`${blank} = ${safeLine(problem.mend)}`);
  return lines.join('\n');
}

type Excerpt = { readonly before: string; readonly marked: string; readonly after: string };

/** The line in three pieces, each made safe by itself so that the caret stands under what is shown. */
function excerpt(source: string, { column, length }: Problem): Excerpt {
  const start = Math.min(column - 1, source.length);
  const end = Math.min(start + length, source.length, start + CONTEXT);
  const from = start > CONTEXT * 1.5 ? start - CONTEXT : 0;
  const to = Math.min(source.length, Math.max(end, start) + CONTEXT);
  return {
    before: (from > 0 ? '...' : '') + safeLine(expandTabs(source.slice(from, start))),
    marked: safeLine(expandTabs(source.slice(start, end))),
    after: safeLine(expandTabs(source.slice(end, to))) + (to < source.length ? '...' : ''),
  };
}

function expandTabs(text: string): string {
  return text.replaceAll('\t', '    ');
}

/** Same length, so that columns stay right. */
function hidePassword(line: string): string {
  return line
    .replace(
      /(\/\/[^\s:/@]{0,200}:)([^\s@]{1,500})(?=@)/g,
      (_, before, secret) => before + '*'.repeat(secret.length),
    )
    .replace(/(password=)([^\s&"']{1,500})/gi, (_, before, secret) => before + '*'.repeat(secret.length));
}
