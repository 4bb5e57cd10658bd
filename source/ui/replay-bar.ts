import { formatTimeOfDay } from '../plan/zone.ts';
import type { ReplayControls } from '../session/session.ts';
import { glyphs } from './glyphs.ts';
import { fitRow, type Line, span } from './line.ts';

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
  const marks = new Set(replay.marks().map(({ at }) => cellOf(at)));
  const position = cellOf(now);
  const bar = Array.from({ length: cells }, (_, cell) => {
    if (cell === position) return '●';
    if (marks.has(cell)) return glyphs.mark;
    return cell < position ? glyphs.played : glyphs.horizontal;
  }).join('');
  return fitRow(
    [
      span(left, 'strong'),
      span(bar.slice(0, position), 'accent'),
      span(bar.slice(position)),
      span(right, 'dim'),
    ],
    width,
  );
}
