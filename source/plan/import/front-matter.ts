import { formatClock } from './clock-time.ts';
import { yamlText } from './escape.ts';
import type { Hosts } from './name-hosts.ts';
import type { DraftRole } from './roles.ts';
import type { Window } from './window.ts';

/** A line of the plan; `standIn` and `open` where a person has to fill something in. */
export type Line = { readonly text: string; readonly standIn?: string; readonly open?: string };

/** The front matter, with `TBD` for what the document doesn't say. */
export function frontMatter({
  title,
  window,
  roles,
  hosts,
}: {
  readonly title: string;
  readonly window: Window;
  readonly roles: readonly DraftRole[];
  readonly hosts: Hosts;
}): readonly Line[] {
  const shift = window.shift / 60_000;
  const start = shift === 0 ? 'window' : `window ${shift < 0 ? '-' : '+'} ${Math.abs(shift)}m`;
  return [
    { text: '---' },
    { text: `title: ${yamlText(title)}` },
    windowLine(window),
    { text: `start: ${start}` },
    { text: 'roles:' },
    ...(roles.length === 0 ? [{ text: '  lead: TBD', open: 'who leads the release' }] : roles.map(roleLine)),
    ...(hosts.groups.size === 0 ? [] : [{ text: 'hosts:' }]),
    ...[...hosts.groups].map(([name, expression]) => ({ text: `  ${name}: ${yamlText(expression)}` })),
    { text: '---' },
  ];
}

function windowLine({ date, opens, closes, zone }: Window): Line {
  const write = (day: string, from: string, to: string, where: string) =>
    `window: ${day} ${from} - ${to} ${where}`;
  const from = opens === undefined ? undefined : formatClock(opens);
  const to = closes === undefined ? undefined : formatClock(closes);
  const text = write(date ?? 'TBD', from ?? 'TBD', to ?? 'TBD', zone ?? 'TBD');
  const missing = [
    ...(date === undefined ? ['the date'] : []),
    ...(from === undefined ? ['when the window opens'] : []),
    ...(to === undefined ? ['when it closes'] : []),
    ...(zone === undefined ? ['its time zone'] : []),
  ];
  if (missing.length === 0) return { text };
  const first = from ?? '00:00';
  return {
    text,
    standIn: write(
      date ?? '2026-01-12',
      first,
      to ?? (from === undefined ? '23:59' : formatClock((opens ?? 0) + 1439)),
      zone ?? 'UTC',
    ),
    open: missing.join(', '),
  };
}

function roleLine({ id, label, person }: DraftRole): Line {
  const name = person ?? 'TBD';
  const same = label.toLowerCase() === id.replaceAll(/[-_]/g, ' ') && !/\p{Ll}\p{Lu}/u.test(label);
  const text = same
    ? `  ${id}: ${yamlText(name)}`
    : `  ${id}: { name: ${quoted(name)}, label: ${quoted(label)} }`;
  return person === undefined ? { text, open: `who is ${label}` } : { text };
}

/** Within braces YAML takes a comma for the end. */
function quoted(text: string): string {
  const plain = yamlText(text);
  return /[,[\]{}]/.test(plain) && !plain.startsWith('"') ? JSON.stringify(text) : plain;
}
