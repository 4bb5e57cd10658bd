import { durationAt } from './duration.ts';
import type { FrontMatter } from './front-matter.ts';
import type { Window } from './plan.ts';
import type { ProblemList } from './problem-list.ts';
import { findZone, formatDate, nextDay, toEpoch } from './zone.ts';

const EXAMPLE = 'write `window: 2009-08-18 05:00 - 07:00 America/Los_Angeles`';
const DATE = String.raw`\d{4}-\d{2}-\d{2}`;
const TIME = String.raw`\d{1,2}:\d{2}`;
const WINDOW = new RegExp(
  `^(${DATE})\\s+(${TIME})\\s*(?:-|\\u2013|to)\\s*(?:(${DATE})\\s+)?(${TIME})\\s+(\\S+)$`,
);
const RELATIVE = /^window(?:\s*([+-])\s*(.+))?$/i;
const ABSOLUTE = new RegExp(`^(?:(${DATE})[ T]+)?(${TIME})$`);

/** Window and S. Undefined, with the reason told, when one of them can't be read. */
export function readWindow(front: FrontMatter, problems: ProblemList): Window | undefined {
  if (front.lacks('window')) {
    problems.error({ ...front.placeOf([]), message: 'the plan has no `window`', mend: EXAMPLE });
    return undefined;
  }
  const text = front.values.window;
  const bounds = text === undefined ? undefined : readBounds(text, front, problems);
  if (bounds === undefined) return undefined;
  const start = readStart(bounds, front, problems);
  return start === undefined ? undefined : { ...bounds, start };
}

type Bounds = Omit<Window, 'start'>;

function readBounds(text: string, front: FrontMatter, problems: ProblemList): Bounds | undefined {
  const place = front.placeOf(['window']);
  const fail = (message: string, mend?: string) => {
    problems.error({ ...place, message, mend });
    return undefined;
  };
  const found = WINDOW.exec(text);
  if (found === null) return fail('`window` is no date with two times and a zone', EXAMPLE);
  const [, date = '', from = '', lastDate, to = '', zoneName = ''] = found;
  const zone = findZone(zoneName);
  if (zone.type === 'unknown') {
    const hint = zone.suggestion === undefined ? '' : `; did you mean \`${zone.suggestion}\`?`;
    return fail(`unknown time zone \`${zoneName}\``, `use an IANA name, like \`America/Los_Angeles\`${hint}`);
  }
  const opens = toEpoch({ date, time: from }, zone.zone);
  if (opens.type === 'invalid') return fail(opens.message);
  const sameDay = minutes(to) > minutes(from);
  const closes = toEpoch({ date: lastDate ?? (sameDay ? date : nextDay(date)), time: to }, zone.zone);
  if (closes.type === 'invalid') return fail(closes.message);
  if (closes.at <= opens.at) return fail('the window closes before it opens');
  return { opens: opens.at, closes: closes.at, zone: zone.zone };
}

function readStart(bounds: Bounds, front: FrontMatter, problems: ProblemList): number | undefined {
  if (front.lacks('start')) return bounds.opens;
  const text = front.values.start;
  if (text === undefined) return undefined;
  const place = front.placeOf(['start']);
  const start = startOf(text, bounds);
  if (typeof start === 'string') {
    problems.error({ ...place, message: start, mend: 'write `window`, `window + 30m` or `05:30`' });
    return undefined;
  }
  if (start < bounds.opens || start >= bounds.closes) {
    problems.error({ ...place, message: 'S lies outside the window' });
    return undefined;
  }
  return start;
}

/** @returns epoch milliseconds, or what is wrong */
function startOf(text: string, { opens, zone }: Bounds): number | string {
  const relative = RELATIVE.exec(text);
  if (relative !== null) {
    const shift = relative[2];
    if (shift === undefined) return opens;
    const duration = durationAt(shift);
    if (duration === undefined || shift.slice(duration.length).trim() !== '')
      return `\`${shift}\` is no duration`;
    return relative[1] === '-' ? opens - duration.ms : opens + duration.ms;
  }
  const absolute = ABSOLUTE.exec(text);
  if (absolute === null) return '`start` is neither the window nor a time';
  const [, date, time = ''] = absolute;
  const firstDay = formatDate(opens, zone);
  const at = toEpoch({ date: date ?? firstDay, time }, zone);
  if (at.type === 'invalid') return at.message;
  if (date !== undefined || at.at >= opens) return at.at;
  const later = toEpoch({ date: nextDay(firstDay), time }, zone);
  return later.type === 'invalid' ? later.message : later.at;
}

function minutes(time: string): number {
  const [hour = '0', minute = '0'] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}
