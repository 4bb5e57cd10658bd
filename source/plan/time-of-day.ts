import { formatDate, nextDay, toEpoch } from './zone.ts';

const HALF_A_DAY = 12 * 3_600_000;
const DAY = 24 * 3_600_000;

/** `05:30` of the day on which it is nearest to `near`; undefined where the clocks leave it out, or have it twice. */
export function nearestTime(
  time: string,
  { near, zone }: { readonly near: number; readonly zone: string },
): number | undefined {
  const first = formatDate(near - DAY, zone);
  const days = [first, nextDay(first), nextDay(nextDay(first))];
  const moments = days.flatMap((date) => {
    const found = toEpoch({ date, time }, zone);
    return found.type === 'time' ? [found.at] : [];
  });
  const distance = (at: number) => Math.abs(at - near);
  const [nearest] = moments.sort((a, b) => distance(a) - distance(b));
  return nearest === undefined || distance(nearest) > HALF_A_DAY + 3_600_000 ? undefined : nearest;
}
