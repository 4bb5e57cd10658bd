/** A day as plans write it: `2009-08-18`. */
export type Day = string;

const DAY = 24 * 60 * 60 * 1000;

export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'] as const;

/** Undefined for what is no day of any calendar. */
export function parseDay(text: string): Day | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  if (found === null) return undefined;
  const [year, month, day] = found.slice(1).map(Number);
  const real = dayOf(year ?? 0, month ?? 0, day ?? 0);
  return real === text.trim() ? real : undefined;
}

/** The day in UTC at that moment. */
export function dayAt(ms: number): Day {
  return new Date(ms).toISOString().slice(0, 10);
}

export function addDays(day: Day, days: number): Day {
  return dayAt(epochOf(day) + days * DAY);
}

/** Days from one to the other. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((epochOf(to) - epochOf(from)) / DAY);
}

export function partsOf(day: Day): { readonly year: number; readonly month: number; readonly day: number } {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { year, month, day: date };
}

/** `Tuesday` */
export function weekdayOf(day: Day): string {
  return weekdayNames[new Date(epochOf(day)).getUTCDay()] ?? '';
}

/** `third Tuesday`; the last one of a month with five is the fifth. */
export function placeInMonth(day: Day): string {
  return `${ordinals[placeOf(day)] ?? ''} ${weekdayOf(day)}`;
}

/**
 * The same weekday of a later month, the third Tuesday after a third Tuesday: of the next month, or of the first one
 * that is not over. Where there is no fifth, the fourth.
 */
export function nextInMonth(day: Day, today: Day): Day {
  let { year, month } = partsOf(day);
  for (;;) {
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
    const first = dayOf(year, month, 1);
    const ahead = (new Date(epochOf(day)).getUTCDay() - new Date(epochOf(first)).getUTCDay() + 7) % 7;
    const wanted = addDays(first, ahead + 7 * placeOf(day));
    const found = wanted.slice(0, 7) === first.slice(0, 7) ? wanted : addDays(wanted, -7);
    if (found > today) return found;
  }
}

function placeOf(day: Day): number {
  return Math.floor((partsOf(day).day - 1) / 7);
}

function dayOf(year: number, month: number, day: number): Day {
  return dayAt(Date.UTC(year, month - 1, day));
}

function epochOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}
