import { formatOffset } from '../../plan/duration.ts';
import { formatTime } from '../../plan/zone.ts';
import type { Chart } from '../chart.ts';

/** Where a moment is drawn. */
export type TimeScale = {
  /** Moments beyond the chart stand at its edge. */
  readonly x: (at: number) => number;
  readonly ticks: readonly { readonly x: number; readonly clock: string; readonly offset: string }[];
};

/** @param left and `right`: the edges of the drawing, in its own units */
export function timeScale(
  chart: Chart,
  { left, right }: { readonly left: number; readonly right: number },
): TimeScale {
  const { from, until, start, zone } = chart;
  const length = Math.max(1, until - from);
  const x = (at: number) => {
    const place = left + ((at - from) / length) * (right - left);
    return Math.round(Math.min(right, Math.max(left, place)) * 10) / 10;
  };
  const step = tickLength(length);
  const first = Math.ceil((from - start) / step);
  const last = Math.floor((until - start) / step);
  const ticks = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const offset = (first + index) * step;
    return {
      x: x(start + offset),
      clock: formatTime(start + offset, zone),
      offset: `S${formatOffset(offset)}`,
    };
  });
  return { x, ticks };
}

const minute = 60_000;
const lengths = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440].map((count) => count * minute);
const mostTicks = 12;

function tickLength(length: number): number {
  const fits = lengths.find((one) => length / one <= mostTicks);
  return fits ?? Math.ceil(length / mostTicks / (1440 * minute)) * 1440 * minute;
}
