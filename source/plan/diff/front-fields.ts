import { formatDuration } from '../duration.ts';
import { foldHosts } from '../fold-hosts.ts';
import type { Plan, Window } from '../plan.ts';
import { formatMoment } from '../zone.ts';
import type { Field } from './step-fields.ts';
import { valueText } from './value-text.ts';

/** What the front matter says, a line each: `vars.tag`, `roles.qc`. */
export function frontFields(plan: Plan): readonly Field[] {
  const { title, file: _file, window, roles, groups, hosts: _hosts, timelines: _timelines, ...rest } = plan;
  return [
    ['title', title],
    ...windowFields(window),
    ...roles.map(({ id, label, person }): Field => [`roles.${id}`, `${person} (${label})`]),
    ...Object.entries(groups).map(([name, hosts]): Field => [`hosts.${name}`, foldHosts(hosts)]),
    ...Object.entries(rest).flatMap(([key, value]) => flat(key, value)),
  ];
}

function windowFields({ opens, closes, start, zone }: Window): readonly Field[] {
  const at = (ms: number) => formatMoment(ms, zone).replace(/:00 /, ' ');
  return [
    ['window', `${at(opens)} to ${at(closes)}`],
    ['zone', zone],
    ['start', start === opens ? undefined : `window + ${formatDuration(start - opens)}`],
  ];
}

function flat(name: string, value: unknown): readonly Field[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [[name, valueText(name, value)]];
  return Object.entries(value).flatMap(([key, inner]) => flat(`${name}.${key}`, inner));
}
