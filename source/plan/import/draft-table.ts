import { durationAt } from '../duration.ts';
import type { RowBlock } from './document.ts';
import { type BodyPart, type Draft, type DraftSection, newStep } from './draft.ts';
import { readEntries } from './entries.ts';
import type { Facts } from './facts.ts';
import { guessColumns } from './guess-columns.ts';
import { kindByWords, plainHeading } from './headings.ts';
import { short } from './short.ts';
import { readHead } from './step-head.ts';
import { type Column, columnsOf } from './table-columns.ts';

type Context = { readonly draft: Draft; readonly facts: Facts };

/** Rows as steps, where the table's head, or what stands in its cells, says so; as text otherwise. */
export function draftTable(rows: readonly RowBlock[], context: Context): void {
  const { draft, facts } = context;
  const headAt = rows.slice(0, 30).findIndex(({ cells }) => columnsOf(cells) !== undefined);
  const head = rows[headAt];
  const section = draft.sections.at(-1);
  const named = head === undefined ? undefined : columnsOf(head.cells);
  const columns = section?.kind === 'info' ? undefined : (named ?? guessColumns(rows, facts.anchors));
  for (const row of columns === undefined || named === undefined ? [] : rows.slice(0, headAt))
    addText(row, draft);
  if (columns === undefined) {
    for (const row of rows) addText(row, draft);
    return;
  }
  if (named !== undefined && head !== undefined) {
    draft.notes.push({
      line: head.line,
      text: `columns: ${head.cells.filter((cell) => cell !== '').join(', ')}`,
    });
  } else {
    const read = `a table without a head: ${columns.map((column, index) => `column ${index + 1} as ${column}`).join(', ')}`;
    draft.guesses.push({ line: rows[0]?.line ?? 1, read, sure: 'unsure' });
  }
  const names = named === undefined ? columns.map(() => '') : (head?.cells ?? []);
  for (const row of rows.slice(named === undefined ? 0 : headAt + 1))
    readRow(row, { columns, names, context });
}

type Table = {
  readonly columns: readonly Column[];
  readonly names: readonly string[];
  readonly context: Context;
};

function readRow(row: RowBlock, table: Table): void {
  const { draft } = table.context;
  const filled = row.cells.filter((cell) => cell !== '');
  if (filled.length === 0) return;
  const single = filled[0] ?? '';
  if (filled.length === 1 && row.cells.length > 1 && !isTitleCell(row, table)) {
    openSection(plainHeading(single), row.line, draft);
    return;
  }
  const cells = cellsByColumn(row, table);
  const chosen = cells.section[0];
  if (chosen !== undefined && chosen !== draft.sections.at(-1)?.heading) openSection(chosen, row.line, draft);
  addStep(row, cells, table);
}

/** A row that has only its title is a step where other columns are empty, too; one in the first cell is a heading. */
function isTitleCell({ cells }: RowBlock, { columns }: Table): boolean {
  const at = cells.findIndex((cell) => cell !== '');
  const text = cells[at] ?? '';
  return at > 0 && columns[at] === 'title' && !/^\*\*.*\*\*$/.test(text) && kindByWords(text) === undefined;
}

function openSection(text: string, line: number, draft: Draft): void {
  const before = draft.sections.at(-1);
  const words = kindByWords(text);
  const own =
    words === 'fallback' || words === 'preparation' || (words === 'main' && before?.kind !== 'main')
      ? words
      : undefined;
  const kind = own ?? (before === undefined || before.kind === 'info' ? 'main' : before.kind);
  draft.sections.push({
    kind,
    depth: own === undefined ? 3 : 2,
    heading: text,
    line,
    length: undefined,
    parts: [],
  });
}

type Cells = Record<Column, string[]> & { readonly beside: string[] };

function cellsByColumn({ cells }: RowBlock, { columns, names }: Table): Cells {
  const found: Cells = {
    ...{
      id: [],
      title: [],
      details: [],
      time: [],
      end: [],
      length: [],
      owner: [],
      section: [],
      command: [],
      hosts: [],
      note: [],
    },
    other: [],
    beside: [],
  };
  for (const [index, cell] of cells.entries()) {
    if (cell === '') continue;
    const column = columns[index];
    const name = (names[index] ?? '').replace(/:$/, '');
    if (column === undefined) found.beside.push(cell);
    else if (column === 'note' || column === 'other' || column === 'hosts')
      found[column].push(name === '' ? cell : `${name}: ${cell}`);
    else found[column].push(cell);
  }
  // A column called "step" often holds only a number.
  const isWord = (text: string) => /\p{L}{2}/u.test(text);
  found.title = [...found.title.filter(isWord), ...found.title.filter((text) => !isWord(text))];
  const [first = ''] = found.title;
  const [details] = found.details;
  if (!isWord(first) && details !== undefined) {
    found.title = [details, ...found.title.slice(1)];
    found.details.shift();
  }
  return found;
}

function addStep(row: RowBlock, cells: Cells, { context }: Table): void {
  const { draft, facts } = context;
  const { line } = row;
  const section: DraftSection | undefined = draft.sections.at(-1);
  const timeline = section === undefined || section.kind === 'info' ? 'main' : section.kind;
  const [titled = cells.details.shift() ?? cells.command[0] ?? '', ...more] = cells.title;
  const [entry] = readEntries(titled, facts.anchors);
  const timeText = cells.time[0] ?? '';
  const head = timeText === '' ? entry?.head : readHead(timeText, facts.anchors);
  const until = readHead(cells.end[0] ?? '', facts.anchors)?.from;
  const body: BodyPart[] = [];
  const say = (text: string) => body.push({ type: 'text', line, text });
  if (timeText !== '' && head === undefined) say(`Time: ${timeText}`);
  else if (timeText !== '' && head?.owner !== '' && head !== undefined) say(`Time: ${timeText}`);
  if (cells.end[0] !== undefined && until === undefined) say(`End: ${cells.end[0]}`);
  for (const text of [...more, ...cells.details, ...cells.hosts, ...cells.note, ...cells.other]) say(text);
  if (cells.beside.length > 0) {
    say(cells.beside.join(', '));
    draft.notes.push({
      line,
      text: `this row has ${cells.beside.length} ${cells.beside.length === 1 ? 'cell' : 'cells'} more than the table's head: ${cells.beside.join(', ')}`,
    });
  }
  const ids = cells.id.filter((id) => /\p{L}/u.test(id));
  for (const id of ids.slice(1)) say(id);
  for (const text of titled === cells.command[0] ? [] : cells.command)
    body.push({ type: 'code', line, text, language: 'pre', info: 'text' });
  const length = lengthOf(cells.length[0], line, draft);
  if (length === undefined && cells.length[0] !== undefined) say(`Duration: ${cells.length[0]}`);
  if (titled === '') {
    addText(row, draft);
    return;
  }
  if (head?.vague === true)
    draft.guesses.push({ line, read: `when it is due, from \`${short(timeText)}\``, sure: 'likely' });
  const step = newStep({
    line,
    timeline,
    title: timeText === '' && entry !== undefined ? entry.text : titled,
    from: head?.from,
    until: head?.until ?? until,
    length: length ?? head?.length,
    owner: cells.owner.join(', ') || (timeText === '' ? (entry?.head?.owner ?? entry?.aside ?? '') : ''),
    ownerIsAside: cells.owner.length === 0 && entry?.head === undefined,
    id: ids[0],
    body,
  });
  for (const text of entry?.items ?? [])
    body.push({ type: 'check', line, text, aside: undefined, owners: [] });
  section?.parts.push({ type: 'step', step });
}

function lengthOf(text: string | undefined, line: number, draft: Draft): number | undefined {
  if (text === undefined) return undefined;
  const duration = durationAt(text);
  if (duration !== undefined) return duration.ms;
  const clock = /^\s*(\d{1,2}):([0-5]\d)(?::\d\d)?\s*$/.exec(text);
  const bare = clock === null ? /^\s*~?\s*(\d{1,4})\s*$/.exec(text) : null;
  const minutes =
    clock !== null ? Number(clock[1]) * 60 + Number(clock[2]) : bare === null ? undefined : Number(bare[1]);
  if (minutes === undefined) return undefined;
  draft.guesses.push({ line, read: `it takes ${minutes} minutes, from \`${short(text)}\``, sure: 'likely' });
  return minutes * 60_000;
}

function addText({ line, cells }: RowBlock, draft: Draft): void {
  const filled = cells.filter((cell) => cell !== '');
  if (filled.length === 0) return;
  const text = filled.length === 2 ? filled.join(': ').replace('::', ':') : filled.join(' | ');
  const section = draft.sections.at(-1);
  section?.parts.push({ type: 'note', line, text, bullet: false });
  if (section !== undefined && section.kind !== 'info') draft.notes.push({ line, text });
}
