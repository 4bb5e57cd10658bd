import { findZone } from '../zone.ts';
import { clockAt } from './clock-time.ts';

export type FoundWindow = { readonly from: number; readonly to: number };

/** The first range of two times of day in a text, in minutes since midnight. */
export function findRange(text: string): FoundWindow | undefined {
  const line = text.slice(0, 2_000);
  for (const start of line.matchAll(/(?<![\w:./+-])\d{1,4}/g)) {
    const first = clockAt(line.slice(start.index));
    if (first === undefined) continue;
    const rest = line.slice(start.index + first.length);
    const to = /^\s*(?:[A-Z]{2,4}\s*)?(?:-|\u2013|\u2014|to|until|till|and|through)\s*/.exec(rest)?.[0];
    const second = to === undefined ? undefined : clockAt(rest.slice(to.length));
    if (second !== undefined && (first.sure || second.sure) && first.minute !== second.minute) {
      return { from: first.minute, to: second.minute };
    }
  }
  return undefined;
}

/** What people in an office write; which country's it is can only be guessed. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  ...{ PST: 'America/Los_Angeles', PDT: 'America/Los_Angeles', PT: 'America/Los_Angeles' },
  ...{ MST: 'America/Denver', MDT: 'America/Denver', CST: 'America/Chicago', CDT: 'America/Chicago' },
  ...{ EST: 'America/New_York', EDT: 'America/New_York', ET: 'America/New_York' },
  ...{ CET: 'Europe/Berlin', CEST: 'Europe/Berlin', BST: 'Europe/London', GMT: 'UTC', UTC: 'UTC' },
  ...{ JST: 'Asia/Tokyo', AEST: 'Australia/Sydney', AEDT: 'Australia/Sydney', IST: 'Asia/Kolkata' },
};

export type FoundZone = { readonly zone: string; readonly text: string; readonly named: boolean };

export function findZoneIn(text: string): FoundZone | undefined {
  const line = text.slice(0, 2_000);
  for (const [name] of line.matchAll(
    /\b[A-Z][A-Za-z]{1,13}\/[A-Z][A-Za-z_]{1,30}(?:\/[A-Z][A-Za-z_]{1,30})?\b/g,
  )) {
    // "QA/PM" is most often none, and the reader of plans would look for the zone that was meant.
    const zone = Intl.supportedValuesOf('timeZone').includes(name) ? findZone(name) : undefined;
    if (zone?.type === 'zone') return { zone: zone.zone, text: name, named: true };
  }
  for (const found of line.matchAll(
    /(?<=\d\s*(?:[ap]m)?[\s(]*|time\s?zone\W{0,3}|all times\W{0,5}(?:are\s)?(?:in\s)?)\b[A-Z]{2,4}\b/gi,
  )) {
    const zone = Object.hasOwn(ABBREVIATIONS, found[0]) ? ABBREVIATIONS[found[0]] : undefined;
    if (zone !== undefined) return { zone, text: found[0], named: found[0] === 'UTC' };
  }
  return undefined;
}
