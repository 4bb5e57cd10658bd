import { type Look, lookAt } from '../../../source/plan/lint/look.ts';
import type { Finding } from '../../../source/plan/problem-list.ts';
import type { Usuals } from '../../../source/plan/usual.ts';
import { type Parts, planOf, writePlan } from '../write-plan.ts';

/** What one lint finds in a plan without errors, with the text that each finding points at. */
export function find(lint: (look: Look) => readonly Finding[], parts: Parts, usuals?: Usuals) {
  const text = writePlan(parts);
  return lint(lookAt({ plan: planOf(parts), text, usuals })).map(({ offset, length = 1, message, mend }) => ({
    at: text.slice(offset, offset + length),
    message,
    mend,
  }));
}

/** A fence as it stands under a step. */
export function fence(info: string, ...lines: readonly string[]): string {
  return ['', `\`\`\`${info}`, ...lines, '```'].map((line) => (line === '' ? '' : `  ${line}`)).join('\n');
}

export function steps(...lines: readonly string[]): string {
  return lines.join('\n\n');
}
