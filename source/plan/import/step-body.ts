import type { TextBlock } from './document.ts';
import type { BodyPart, DraftStep } from './draft.ts';
import type { Entry } from './entries.ts';

/** A nested item, with those that were pasted into its line. */
export function addCheck(step: DraftStep, entry: Entry, line: number): void {
  const lone = entry.text === '';
  step.body.push({
    type: 'check',
    line,
    text: lone ? (entry.aside ?? '') : entry.text,
    aside: lone ? undefined : entry.aside,
    owners: [],
  });
  for (const text of lone ? [] : entry.items)
    step.body.push({ type: 'check', line, text, aside: undefined, owners: [] });
}

/** A line under a step: what a narrow page wrapped goes on with what stands above it. */
export function addLine(step: DraftStep, block: TextBlock): void {
  const last: BodyPart | undefined = step.body.at(-1);
  const wrapped =
    !block.fresh && /^[\p{Ll}(]/u.test(block.text) && !/^(?:[a-z][\w-]*\s+-|\.?\/)/.test(block.text);
  if (/^[$#%]\s+\S/.test(block.text)) addQuoted(step, block, 'line');
  else if (wrapped && last === undefined && step.title.length < 160 && !/[.:;!?]$/.test(step.title))
    step.title = `${step.title} ${block.text}`;
  else if (wrapped && last !== undefined && last.type !== 'code') last.text = `${last.text} ${block.text}`;
  else step.body.push({ type: 'text', line: block.line, text: block.text });
}

/** Lines with the same mark are one piece of code. */
export function addQuoted(step: DraftStep, { line, text }: TextBlock, language: string): void {
  const last = step.body.at(-1);
  if (last?.type === 'code' && last.language === language) last.text = `${last.text}\n${text}`;
  else step.body.push({ type: 'code', line, text, language, info: 'text' });
}
