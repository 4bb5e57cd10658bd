import { glyphs } from '../glyphs.ts';
import { breakText, type Line, span, spread, widthOf, wrapText } from '../line.ts';
import type { Tone } from '../theme.ts';
import type { Asker } from './asker.ts';
import { codeOf, type Dialog, guardMs, type Stage } from './dialog.ts';

/** Rows a question takes at this width: what it says may change while it is asked, but it gets no smaller. */
export function panelRows(dialog: Dialog, width: number, now: Asker): number {
  const rows = [dialog.opened, dialog.spec.body(now, dialog.answers)].map(
    (body) => bodyRows(body, width).length,
  );
  const most = dialog.spec.list === undefined ? mostCode : mostListed;
  const code = Math.min(most, codeRows(dialog, width, now).flat().length);
  return Math.max(...rows) + code + choiceRows(dialog, width).length + inputRows + 4;
}

/** A question in a box of its own; nothing that a host printed is in it. */
export function panelLines({
  dialog,
  width,
  height,
  wall,
  now,
}: {
  readonly dialog: Dialog;
  readonly width: number;
  readonly height: number;
  readonly wall: number;
  readonly now: Asker;
}): readonly Line[] {
  const tone: Tone = dialog.spec.danger ? 'bad' : 'accent';
  const choices = choiceRows(dialog, width);
  const room = Math.max(0, height - inputRows - 4 - choices.length);
  const body = bodyRows(dialog.spec.body(now, dialog.answers), width).slice(0, room);
  const code = codeWindow(dialog, { width, room: room - body.length, now });
  const blank = Array.from({ length: room - body.length - code.length }, (): Line => []);
  const ready = wall - dialog.shownAt >= guardMs;
  const inner: readonly Line[] = [
    ...body.map((text): Line => [span(text)]),
    ...code,
    ...blank,
    ...choices,
    [],
    [span(dialog.stage.ask, 'strong')],
    ...inputLines(dialog, { width: width - 4, ready }),
  ];
  const hint = dialog.hint ?? 'esc closes';
  return [
    edge({ title: ` ${dialog.spec.title} `, tone, width, corners: [glyphs.topLeft, glyphs.topRight] }),
    ...inner.map((line) => boxed(line, { width, tone })),
    edge({ title: ` ${hint} `, tone, width, corners: [glyphs.bottomLeft, glyphs.bottomRight] }),
  ];
}

function bodyRows(body: readonly string[], width: number): readonly string[] {
  return body.flatMap((text) => wrapText(text, width - 4));
}

/** Each way to go on, beside its key; one that can't be taken is dim. */
function choiceRows({ stage }: Dialog, width: number): readonly Line[] {
  if (stage.type !== 'choice') return [];
  return stage.choices.flatMap(({ key, label, refused }) => {
    const text = refused === undefined ? label : `${label} (${refused})`;
    const tone: Tone | undefined = refused === undefined ? undefined : 'dim';
    return wrapText(text, width - 8).map((row, index): Line => {
      const head = span(index === 0 ? ` ${key}  ` : '    ', refused === undefined ? 'strong' : 'dim');
      return [head, span(row, tone)];
    });
  });
}

/** Rows of each line of code. */
function codeRows(dialog: Dialog, width: number, now: Asker): readonly (readonly Line[])[] {
  return codeOf(dialog, now).map(({ text, tone }) =>
    // Further in where it goes on: part of a command must not look like one of its own.
    breakText(text, width - 10).map(
      (row, index): Line => [span(`${index === 0 ? '  ' : '      '}${row}`, tone)],
    ),
  );
}

/** As much of the code as fits, and how much more there is. */
function codeWindow(
  dialog: Dialog,
  { width, room, now }: { readonly width: number; readonly room: number; readonly now: Asker },
): readonly Line[] {
  const lines = codeRows(dialog, width, now);
  const rows = lines.flat();
  if (rows.length <= room || room < 2) return rows.slice(0, Math.max(0, room));
  const above = lines.slice(0, dialog.top).flat().length;
  const first = Math.min(above, rows.length - room + 1);
  const shown = rows.slice(first, first + room - 1);
  const below = rows.length - first - shown.length;
  const more = below > 0 ? `… ${below} more below: the arrow keys` : `… ${first} above: the arrow keys`;
  return [...shown, [span(`  ${more}`, 'dim')]];
}

/** The end of what was typed: a long reason keeps its cursor in sight. */
function inputLines(
  dialog: Dialog,
  { width, ready }: { readonly width: number; readonly ready: boolean },
): readonly Line[] {
  const cursor = ready ? glyphs.cursor : ' ';
  if (!typing.has(dialog.stage.type)) return [[span(cursor, 'accent')], []];
  const typed = [...dialog.input];
  const rows: string[] = [];
  for (let at = 0; at === 0 || at < typed.length; at += width - 3)
    rows.push(typed.slice(at, at + width - 3).join(''));
  const shown = rows.slice(-inputRows);
  const lines = shown.map((row, index): Line => {
    const mark = index === 0 ? '> ' : '  ';
    return [
      span(mark, 'accent'),
      span(row, 'strong'),
      span(index === shown.length - 1 ? cursor : '', 'accent'),
    ];
  });
  return lines.length < inputRows ? [...lines, []] : lines;
}

function edge({
  title,
  tone,
  width,
  corners,
}: {
  readonly title: string;
  readonly tone: Tone;
  readonly width: number;
  readonly corners: readonly [string, string];
}): Line {
  const room = width - 4;
  const shown = span(title, tone);
  const named = widthOf([shown]) > room ? spread({ left: [shown], right: [], width: room }) : [shown];
  const rest = glyphs.horizontal.repeat(Math.max(0, room - widthOf(named)) + 1);
  return [span(`${corners[0]}${glyphs.horizontal}`, tone), ...named, span(rest + corners[1], tone)];
}

function boxed(line: Line, { width, tone }: { readonly width: number; readonly tone: Tone }): Line {
  return [
    span(`${glyphs.vertical} `, tone),
    ...spread({ left: line, right: [], width: width - 4 }),
    span(` ${glyphs.vertical}`, tone),
  ];
}

const inputRows = 2;
const typing: ReadonlySet<Stage['type']> = new Set(['word', 'text']);
/** Longer code scrolls: what stands above the question stays in sight. */
const mostCode = 16;
/** A list is what is decided on. */
const mostListed = 24;
