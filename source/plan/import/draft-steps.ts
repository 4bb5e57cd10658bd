import type { Block, TextBlock } from './document.ts';
import type { Draft, DraftSection, DraftStep } from './draft.ts';
import { newStep } from './draft.ts';
import { draftTable } from './draft-table.ts';
import type { Entry } from './entries.ts';
import { entriesOf, type Facts } from './facts.ts';
import { minutesOf } from './section-minutes.ts';
import type { Section } from './sections.ts';
import { short } from './short.ts';
import { addCheck, addLine, addQuoted } from './step-body.ts';

/** Makes steps, their checklists and notes of the blocks of each section. */
export function draftSteps(sections: readonly Section[], facts: Facts): Draft {
  const draft: Draft = { sections: [], guesses: [...facts.guesses], notes: [] };
  const told = new Set(
    sections.flatMap(({ kind, timed, length }) => (timed || length !== undefined ? [kind] : [])),
  );
  for (const section of sections) {
    const { kind, depth, heading, line, length } = section;
    draft.sections.push({ kind, depth, heading, line, length, parts: [] });
    const untimed = kind === 'preparation' || (kind !== 'info' && (length !== undefined || !told.has(kind)));
    readSection(section, { draft, facts, untimed });
  }
  return draft;
}

type Context = {
  readonly draft: Draft;
  readonly facts: Facts;
  /** A list item is a step although it says not when. */
  readonly untimed: boolean;
};

type State = {
  step: { readonly draft: DraftStep; readonly indent: number; readonly block: Block } | undefined;
};

function readSection(section: Section, context: Context): void {
  const { draft, facts } = context;
  const state: State = { step: undefined };
  const { blocks } = section;
  for (let index = 0; index < blocks.length; index += 1) {
    const block = blocks[index];
    if (block === undefined) continue;
    if (block.type === 'row') {
      const rows = blocks
        .slice(index)
        .findIndex((other) => other.type !== 'row' || other.table !== block.table);
      const end = rows === -1 ? blocks.length : index + rows;
      draftTable(
        blocks.slice(index, end).filter((row) => row.type === 'row'),
        { draft, facts },
      );
      index = end - 1;
      state.step = undefined;
    } else if (block.type === 'code') readCode(block, state, draft);
    else if (block.type !== 'heading') readText(block, state, context);
  }
}

function readCode(block: Extract<Block, { type: 'code' }>, state: State, draft: Draft): void {
  const { line, text, language } = block;
  if (text.trim() === '') {
    if (language !== '') draft.notes.push({ line, text: `a fence called ${language}, and nothing in it` });
    return;
  }
  if (state.step === undefined) {
    current(draft)?.parts.push({ type: 'code', line, text });
    if (language !== '')
      draft.notes.push({ line, text: `this ${language} stays text: it belongs to no step` });
  } else
    state.step.draft.body.push({
      type: 'code',
      line,
      text,
      language: language === '' ? 'pre' : language,
      info: 'text',
    });
}

function readText(block: TextBlock, state: State, context: Context): void {
  const section = current(context.draft);
  if (section === undefined) return;
  if (section.kind !== 'info' && minutesOf(block.text) !== undefined && state.step === undefined) {
    addNote(block, block.text, context.draft);
    return;
  }
  if (section.kind === 'info') {
    addNote(block, block.text, context.draft);
    return;
  }
  if (block.type === 'quote') readQuote(block, state, context.draft);
  else
    for (const entry of entriesOf(block, context.facts.anchors)) readEntry(entry, { block, state, context });
}

function readEntry(
  entry: Entry,
  { block, state, context }: { readonly block: TextBlock; readonly state: State; readonly context: Context },
): void {
  const { draft } = context;
  if (entry.mended !== undefined)
    draft.guesses.push({
      line: block.line,
      read: `${entry.mended}: \`${short(block.text)}\``,
      sure: 'likely',
    });
  const { step } = state;
  if (entry.head !== undefined) {
    if (step !== undefined && block.indent > step.indent) {
      draft.guesses.push({
        line: block.line,
        read: `an item with a time of its own, as a step: \`${short(entry.text)}\``,
        sure: 'likely',
      });
    }
    begin(timedStep(entry, block, context), { block, state, draft, entry });
    return;
  }
  const nested = step !== undefined && block.indent > step.indent;
  if (block.type === 'item' && nested) addCheck(step.draft, entry, block.line);
  else if (
    block.type === 'item' &&
    (context.untimed || (step !== undefined && block.indent === step.indent && step.block.type === 'item'))
  ) {
    begin(plainStep(entry, block, context), { block, state, draft, entry });
  } else if (step !== undefined && block.type === 'line' && (nested || !block.fresh))
    addLine(step.draft, block);
  else {
    if (!nested) state.step = undefined;
    addNote(block, block.text, draft);
  }
}

function begin(
  step: DraftStep,
  {
    block,
    state,
    draft,
    entry,
  }: {
    readonly block: Block & { readonly indent: number };
    readonly state: State;
    readonly draft: Draft;
    readonly entry: Entry;
  },
): void {
  current(draft)?.parts.push({ type: 'step', step });
  for (const item of entry.items)
    addCheck(step, { ...entry, aside: undefined, text: item, items: [] }, block.line);
  state.step = { draft: step, indent: block.indent, block };
}

function timedStep(entry: Entry, block: Block, { draft }: Context): DraftStep {
  const { head } = entry;
  let section = current(draft);
  if (section?.kind !== 'fallback' && head?.from?.type === 'offset' && head.from.anchor === 'D') {
    section = {
      kind: 'fallback',
      depth: 2,
      heading: undefined,
      line: block.line,
      length: undefined,
      parts: [],
    };
    draft.sections.push(section);
    draft.guesses.push({
      line: block.line,
      read: 'the way back begins here: its steps count from D',
      sure: 'likely',
    });
  }
  const timeline = section === undefined || section.kind === 'info' ? 'main' : section.kind;
  if (head?.vague === true && !head.open) {
    draft.guesses.push({
      line: block.line,
      read: `when it is due, from \`${short(blockText(block))}\``,
      sure: 'likely',
    });
  }
  return newStep({
    line: block.line,
    timeline,
    title: entry.text,
    from: head?.from,
    until: head?.until,
    length: head?.length,
    owner: head?.owner ?? '',
  });
}

function plainStep(entry: Entry, block: Block, { draft, untimed }: Context): DraftStep {
  const section = current(draft);
  const timeline = section === undefined || section.kind === 'info' ? 'main' : section.kind;
  return newStep({
    line: block.line,
    timeline,
    title: entry.text === '' ? (entry.aside ?? '') : entry.text,
    owner: entry.text === '' ? '' : (entry.aside ?? ''),
    ownerIsAside: true,
    follows: !untimed,
  });
}

function readQuote(block: TextBlock, state: State, draft: Draft): void {
  if (state.step === undefined) addNote(block, block.text, draft);
  else addQuoted(state.step.draft, block, 'quoted');
}

function addNote(block: TextBlock, text: string, draft: Draft): void {
  const section = current(draft);
  section?.parts.push({ type: 'note', line: block.line, text, bullet: block.type === 'item' });
  if (section !== undefined && section.kind !== 'info') draft.notes.push({ line: block.line, text });
}

function current(draft: Draft): DraftSection | undefined {
  return draft.sections.at(-1);
}

function blockText(block: Block): string {
  return block.type === 'row' ? block.cells.join(' ') : block.text;
}
