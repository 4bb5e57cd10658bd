import { formatTimeOfDay } from '../../plan/zone.ts';
import type { ReplayControls, ReplayMark } from '../../session/session.ts';
import { glyphs } from '../glyphs.ts';
import { fitRow, type Line, type Span, span } from '../line.ts';
import type { Tone } from '../theme.ts';

/** Where a replay is, between its first moment and its last. */
export function replayBar({
  replay,
  now,
  zone,
  width,
}: {
  readonly replay: ReplayControls;
  readonly now: number;
  readonly zone: string;
  readonly width: number;
}): Line {
  const sign = replay.playing() ? glyphs.play : glyphs.pause;
  const left = ` ${sign} ${replay.playing() ? 'playing' : 'paused '} ${`${replay.speed()}x`.padEnd(5)} ${formatTimeOfDay(now, zone)} `;
  const right = ` ${formatTimeOfDay(replay.until, zone)} `;
  const cells = Math.max(1, width - left.length - right.length);
  const length = Math.max(1, replay.until - replay.from);
  const cellOf = (at: number): number =>
    Math.min(cells - 1, Math.floor(((at - replay.from) / length) * cells));
  const marks = marksByCell(replay.marks(), cellOf);
  const position = cellOf(now);
  const bar = Array.from({ length: cells }, (_, cell): Span => {
    if (cell === position) return span('●', 'accent');
    const mark = marks.get(cell);
    if (mark !== undefined)
      return span(markSigns[mark], markTones[mark] ?? (cell < position ? 'accent' : undefined));
    return cell < position ? span(glyphs.played, 'accent') : span(glyphs.horizontal);
  });
  return fitRow([span(left, 'strong'), ...joined(bar), span(right, 'dim')], width);
}

type MarkKind = ReplayMark['kind'];

/** Of several in one cell the one that matters most. */
function marksByCell(
  marks: readonly ReplayMark[],
  cellOf: (at: number) => number,
): ReadonlyMap<number, MarkKind> {
  const shown = new Map<number, MarkKind>();
  for (const { at, kind } of marks) {
    const cell = cellOf(at);
    const before = shown.get(cell);
    if (before === undefined || markWeights[kind] > markWeights[before]) shown.set(cell, kind);
  }
  return shown;
}

/** Neighbours of one tone as one piece: a colour for every cell would be a long row. */
function joined(cells: readonly Span[]): Line {
  const pieces: Span[] = [];
  for (const { text, tone } of cells) {
    const last = pieces.at(-1);
    if (last !== undefined && last.tone === tone) pieces[pieces.length - 1] = span(last.text + text, tone);
    else pieces.push(span(text, tone));
  }
  return pieces;
}

const markWeights: Readonly<Record<MarkKind, number>> = { note: 0, step: 1, end: 2, decision: 3, failure: 4 };

const markSigns: Readonly<Record<MarkKind, string>> = {
  step: glyphs.mark,
  failure: glyphs.failed,
  decision: glyphs.decision,
  note: glyphs.note,
  end: glyphs.mark,
};

const markTones: Partial<Readonly<Record<MarkKind, Tone>>> = {
  failure: 'bad',
  decision: 'warn',
  note: 'strong',
};
