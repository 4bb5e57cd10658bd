import { type Day, monthNames, parseDay, partsOf, weekdayOf } from './calendar.ts';

export type Move = { readonly from: Day; readonly to: Day };

/** What was written at a place of the text, and what stands there now. Offsets are those of the text before. */
export type MovedDate = { readonly offset: number; readonly from: string; readonly to: string };

/**
 * Puts other days in the place of these, however they are written: `2009-08-18`, `20090818`, `August 18, 2009`,
 * `18 Aug 2009`, `18.8.2009`; in names like `release-2009-08-18`, too. `08/09/2009` is left, since nobody knows
 * which of the two it is.
 */
export function moveDates(
  text: string,
  moves: readonly Move[],
): { text: string; moved: readonly MovedDate[] } {
  const moved: MovedDate[] = [];
  const changed = text.replace(DATE, (...found: readonly unknown[]) => {
    const groups = found.at(-1);
    const [whole, offset] = [String(found[0]), Number(found.at(-3))];
    const written = isGroups(groups) ? readDate(groups) : undefined;
    const move = written === undefined ? undefined : moves.find(({ from }) => isThis(written, from));
    if (written === undefined || move === undefined) return whole;
    const to = written.write(move.to);
    if (to !== whole) moved.push({ offset, from: whole, to });
    return to;
  });
  return { text: changed, moved };
}

/** Days that a text names with their year. */
export function datesIn(text: string): readonly { readonly offset: number; readonly written: string }[] {
  return [...text.matchAll(DATE)].flatMap((found) => {
    const written = readDate(found.groups ?? {});
    return written !== undefined && isDay(written) ? [{ offset: found.index, written: found[0] }] : [];
  });
}

type Groups = Readonly<Record<string, string | undefined>>;

type Written = {
  /** Missing where only day and month are written. */
  readonly year: number | undefined;
  readonly month: number;
  readonly day: number;
  readonly write: (day: Day) => string;
};

const NAMES = monthNames.map((name) => (name === 'May' ? name : `${name}|${name.slice(0, 3)}`)).join('|');
const WEEKDAY =
  '(?:(?<weekday>(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?)(?<comma>,? ))?';
const GAP = '[ _.-]';
const DATE = new RegExp(
  `(?<!\\d)${WEEKDAY}(?:${[
    '(?<isoYear>\\d{4})(?<iso>[-_./]?)(?<isoMonth>\\d{2})\\k<iso>(?<isoDay>\\d{2})(?!\\d)',
    `(?<!\\p{L})(?<usMonth>${NAMES})(?<usGap>\\.?${GAP})(?<usDay>\\d{1,2})(?<usTh>st|nd|rd|th)?(?:(?<usComma>,?${GAP})(?<usYear>\\d{4}))?(?![\\p{L}\\d])`,
    `(?<euDay>\\d{1,2})(?<euTh>st|nd|rd|th)?(?<euGap>\\.?${GAP}(?:of )?)(?<euMonth>${NAMES})(?:(?<euComma>,?\\.?${GAP})(?<euYear>\\d{4}))?(?![\\p{L}\\d])`,
    '(?<numA>\\d{1,2})(?<num>[./])(?<numB>\\d{1,2})\\k<num>(?<numYear>\\d{4})(?!\\d)',
  ].join('|')})`,
  'giu',
);

function readDate(groups: Groups): Written | undefined {
  const { weekday, comma = '' } = groups;
  const withWeekday = (write: (day: Day) => string) => (day: Day) =>
    `${weekday === undefined ? '' : weekdayLike(weekday, day) + comma}${write(day)}`;
  const written =
    readIso(groups) ?? readNamed(groups, 'us') ?? readNamed(groups, 'eu') ?? readNumbers(groups);
  return written === undefined ? undefined : { ...written, write: withWeekday(written.write) };
}

function readIso({ isoYear, isoMonth, isoDay, iso = '' }: Groups): Written | undefined {
  if (isoYear === undefined) return undefined;
  const write = (day: Day) => day.replaceAll('-', iso);
  return { year: Number(isoYear), month: Number(isoMonth), day: Number(isoDay), write };
}

function readNamed(groups: Groups, way: 'us' | 'eu'): Written | undefined {
  const get = (name: string) => groups[`${way}${name}`];
  const [month, day, th, gap = '', comma = '', year] = ['Month', 'Day', 'Th', 'Gap', 'Comma', 'Year'].map(
    get,
  );
  if (month === undefined || day === undefined) return undefined;
  const short = month.toLowerCase().slice(0, 3);
  return {
    year: year === undefined ? undefined : Number(year),
    month: monthNames.findIndex((name) => name.toLowerCase().startsWith(short)) + 1,
    day: Number(day),
    write: (to) => {
      const parts = partsOf(to);
      const name = monthLike(month, parts.month);
      const number =
        `${parts.day}`.padStart(day.startsWith('0') ? 2 : 1, '0') +
        (th === undefined ? '' : ending(parts.day));
      const tail = year === undefined ? '' : `${comma}${parts.year}`;
      return way === 'us' ? `${name}${gap}${number}${tail}` : `${number}${gap}${name}${tail}`;
    },
  };
}

/** `18.8.2009` is day and month; `8/18/2009` month and day, where it can be nothing else. */
function readNumbers({ numA = '', numB = '', num = '', numYear }: Groups): Written | undefined {
  if (numYear === undefined) return undefined;
  const [a, b] = [Number(numA), Number(numB)];
  if (num === '/' && a <= 12 && b <= 12 && a !== b) return undefined;
  const dayFirst = num === '.' || a > 12;
  const pad = (value: number, like: string) => `${value}`.padStart(like.startsWith('0') ? 2 : 1, '0');
  return {
    year: Number(numYear),
    month: dayFirst ? b : a,
    day: dayFirst ? a : b,
    write: (to) => {
      const { year, month, day } = partsOf(to);
      const [first, second] = dayFirst ? [day, month] : [month, day];
      return `${pad(first, numA)}${num}${pad(second, numB)}${num}${year}`;
    },
  };
}

/** A number of eight digits need not be a day. */
function isDay({ year, month, day }: Written): boolean {
  const pad = (value: number) => `${value}`.padStart(2, '0');
  return (
    year !== undefined &&
    year > 1980 &&
    year < 2100 &&
    parseDay(`${year}-${pad(month)}-${pad(day)}`) !== undefined
  );
}

function isThis({ year, month, day }: Written, wanted: Day): boolean {
  const parts = partsOf(wanted);
  return (year ?? parts.year) === parts.year && month === parts.month && day === parts.day;
}

function monthLike(written: string, month: number): string {
  const name = monthNames[month - 1] ?? '';
  return cased(written, written.length === 3 && written.toLowerCase() !== 'may' ? name.slice(0, 3) : name);
}

function weekdayLike(written: string, day: Day): string {
  const name = weekdayOf(day);
  return cased(written, written.toLowerCase().endsWith('day') ? name : name.slice(0, 3));
}

function cased(like: string, name: string): string {
  if (like === like.toUpperCase()) return name.toUpperCase();
  return like === like.toLowerCase() ? name.toLowerCase() : name;
}

function ending(day: number): string {
  if (day > 10 && day < 14) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}

function isGroups(value: unknown): value is Groups {
  return typeof value === 'object' && value !== null;
}
