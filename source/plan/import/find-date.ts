import type { Sureness } from './document.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const MONTH_FIRST = new RegExp(`\\b${MONTH}\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})\\b`, 'i');
const DAY_FIRST = new RegExp(
  `\\b(\\d{1,2})(?:st|nd|rd|th|\\.)?\\s+(?:of\\s+)?${MONTH},?\\s+(\\d{4})\\b`,
  'i',
);
const ISO = /\b(\d{4})[-/](\d{1,2})[-/](\d{1,2})\b/;
const NUMBERS = /\b(\d{1,2})([/.])(\d{1,2})\2(\d{4})\b/;

export type FoundDate = { readonly date: string; readonly sure: Sureness; readonly text: string };

/** The first date of a text, as `2009-08-18`. */
export function findDate(text: string): FoundDate | undefined {
  const line = text.slice(0, 2_000);
  const named = MONTH_FIRST.exec(line);
  if (named !== null)
    return dateOf({ year: named[3], month: monthOf(named[1]), day: named[2], text: named[0], sure: 'sure' });
  const day = DAY_FIRST.exec(line);
  if (day !== null)
    return dateOf({ year: day[3], month: monthOf(day[2]), day: day[1], text: day[0], sure: 'sure' });
  const iso = ISO.exec(line);
  if (iso !== null)
    return dateOf({ year: iso[1], month: Number(iso[2]), day: iso[3], text: iso[0], sure: 'sure' });
  const numbers = NUMBERS.exec(line);
  if (numbers === null) return undefined;
  const [first, second] = [Number(numbers[1]), Number(numbers[3])];
  const dayLeads = numbers[2] === '.' || first > 12;
  const sure = first > 12 || second > 12 || first === second ? 'likely' : 'unsure';
  const [month, dayNumber] = dayLeads ? [second, first] : [first, second];
  return dateOf({ year: numbers[4], month, day: String(dayNumber), text: numbers[0], sure });
}

function monthOf(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;
}

function dateOf({
  year,
  month,
  day,
  text,
  sure,
}: {
  readonly year: string | undefined;
  readonly month: number;
  readonly day: string | undefined;
  readonly text: string;
  readonly sure: Sureness;
}): FoundDate | undefined {
  const days = daysIn(Number(year), month);
  if (month < 1 || month > 12 || Number(day) < 1 || Number(day) > days) return undefined;
  const two = (value: number) => String(value).padStart(2, '0');
  return { date: `${year}-${two(month)}-${two(Number(day))}`, sure, text };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
