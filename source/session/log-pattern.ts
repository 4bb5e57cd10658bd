import { withinTime } from '../execute/within-time.ts';

/** What somebody looks for in lines of text. Where it took too long once it is not tried again. */
export type LogPattern = {
  /** Which of these have it; undefined: it takes too long to tell. */
  readonly test: (texts: readonly string[]) => readonly boolean[] | undefined;
  /** Where each of these has it; undefined: it takes too long to tell. */
  readonly places: (texts: readonly string[]) => readonly (readonly Place[])[] | undefined;
};

/** From one UTF-16 unit of a text up to, not including, another. */
export type Place = { readonly from: number; readonly to: number };

/**
 * A regular expression; what is none is looked for as it stands. Small letters mean both cases, a capital one
 * only itself.
 */
export function logPattern(text: string): LogPattern {
  const wanted = regularExpression(text);
  /** It can't backtrack: no clock has to watch it, and a busy machine doesn't make it one that takes too long. */
  const plain = !special.test(text);
  /** Once is enough: with every frame it would be tried again. */
  let slow = false;
  function each<Result>(
    texts: readonly string[],
    look: (text: string) => Result,
  ): readonly Result[] | undefined {
    if (plain) return texts.map(look);
    const timed = (): { readonly value: Result[] } | undefined =>
      withinTime(patienceMs, () => texts.map(look));
    // Once may be the machine's fault.
    const looked = slow ? undefined : (timed() ?? timed());
    slow = looked === undefined;
    return looked?.value;
  }
  return {
    test: (texts) => each(texts, (one) => wanted.test(one)),
    places: (texts) => each(texts, (one) => placesIn(one, wanted)),
  };
}

/** Lines that have it, or, with `!` before it, those that don't. */
export function logFilter(text: string): Pick<LogPattern, 'test'> {
  if (!text.startsWith('!')) return logPattern(text);
  const unwanted = logPattern(text.slice(1));
  return { test: (texts) => unwanted.test(texts)?.map((has) => !has) };
}

function regularExpression(text: string): RegExp {
  // `\S` and `\W` are no capital letters.
  const flags = /\p{Lu}/u.test(text.replace(/\\(?:[pP]\{[^}]*\}|.)/gu, '')) ? '' : 'i';
  return (
    compile(text, `${flags}u`) ??
    compile(text, flags) ??
    new RegExp(text.replaceAll(new RegExp(special, 'g'), '\\$&'), `${flags}u`)
  );
}

function compile(text: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(text, flags);
  } catch {
    return undefined;
  }
}

function placesIn(text: string, wanted: RegExp): readonly Place[] {
  const all = new RegExp(wanted.source, `${wanted.flags}g`);
  const places: Place[] = [];
  for (const match of text.matchAll(all)) {
    if (match[0] !== '') places.push({ from: match.index, to: match.index + match[0].length });
    if (places.length === mostPlaces) break;
  }
  return places;
}

const special = /[\\^$.*+?()[\]{}|/]/;
const patienceMs = 250;
const mostPlaces = 200;
