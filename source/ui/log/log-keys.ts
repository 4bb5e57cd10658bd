import type { Step } from '../../plan/plan.ts';
import type { RunState } from '../../run/state.ts';
import type { LogBook } from '../../session/log-book.ts';
import type { Intent } from '../intent.ts';
import type { Measured } from '../look.ts';
import { openPrompt } from '../prompt.ts';
import { besidePanes, paneOf, shownTarget } from '../shown.ts';
import type { LogReading, Message, View, ViewAction } from '../view.ts';
import { timesAfter, timesWords } from './line-times.ts';
import type { Found, LogFinder, LogPlace } from './log-finder.ts';
import { firstHit, type Hit, hitAfter } from './log-hits.ts';
import { logReader, topRank } from './log-reader.ts';
import { formatCount } from './sought-line.ts';

/** What a key that reads the log meets. */
export type LogLook = {
  readonly view: View;
  readonly state: RunState;
  readonly step: Step | undefined;
  readonly logs: LogBook;
  readonly finder: LogFinder;
  readonly measured: Measured;
};

/** What follows, in order; `say` is shown above the footer. */
export type LogMove = {
  readonly actions: readonly ViewAction[];
  readonly say?: Message | undefined;
  /** Lines go elsewhere. */
  readonly take?: 'pager' | 'copy' | undefined;
};

/** Keys that read the log of the step on the screen. Undefined: not one of them. */
export function logKey(intent: Intent, look: LogLook): LogMove | undefined {
  if (!reading.has(intent)) return undefined;
  const { step, logs, view } = look;
  const beside = besidePanes(view);
  if (beside !== undefined) return warn(beside);
  if (step === undefined || logs.extent(step.id).end === 0) return warn('there is no output here');
  return press(intent, { ...look, step });
}

type AtLog = LogLook & { readonly step: Step };

function press(intent: Intent, look: AtLog): LogMove {
  const { view } = look;
  const { search, times, wrap, controls } = view.reading;
  switch (intent) {
    case 'search':
    case 'filter':
      return { actions: [{ type: 'prompt', prompt: openPrompt(intent) }] };
    case 'pager':
    case 'copy':
      return { actions: [], take: intent };
    case 'next-hit':
    case 'previous-hit':
      return search === undefined ? warn('nothing is searched for') : nextHit(look, search, intent);
    case 'error':
      return nextError(look);
    case 'times': {
      const next = timesAfter[times];
      return { ...read(look, { times: next }), say: { tone: 'good', text: timesWords[next] } };
    }
    case 'wrap':
      return read(look, { wrap: !wrap });
    case 'controls':
      return {
        ...read(look, { controls: !controls }),
        say: { tone: 'good', text: controls ? 'as a terminal shows it' : 'with what is taken out of it' },
      };
    default:
      return endSearch(look);
  }
}

/** Looks for this from the first line on the screen on. */
export function searchLog(look: LogLook, text: string): LogMove {
  const { step, view } = look;
  if (step === undefined) return warn('there is no output here');
  const at = { ...look, step };
  const numbers = findAll(at, text).numbers;
  const hit = firstHit(numbers, topNumber(at));
  const sought = read(at, { search: text, hit: undefined }).actions;
  const shown: readonly ViewAction[] = [...uncover(view), ...sought];
  return { actions: hit === undefined ? shown : [...shown, ...goTo(at, hit)] };
}

/** Shows only these lines; all of them again for an empty text. */
export function filterLog(look: LogLook, text: string): LogMove {
  const { step, view } = look;
  if (step === undefined) return warn('there is no output here');
  const filter = text === '' || text === '!' ? undefined : text;
  return {
    actions: [...uncover(view), ...read({ ...look, step }, { filter, hit: undefined }).actions],
  };
}

/** To a line of any step; undefined: to the end of its log. A split stays where the log is in one of its panes. */
export function reveal({
  view,
  step,
  target,
  number,
  search,
}: LogPlace & {
  readonly view: View;
  readonly number: number | undefined;
  readonly search: string;
}): LogMove {
  const pane = paneOf(view, { step, target });
  const line: readonly ViewAction[] =
    number === undefined ? [] : [{ type: 'hit', step, hit: number, top: Math.max(0, number - 5) }];
  return {
    actions: [
      ...(pane === undefined
        ? alone({ step, target })
        : [{ type: 'split', change: { type: 'focus', pane } } as const]),
      { type: 'mode', mode: 'merged' },
      { type: 'read', step, reading: { search } },
      ...line,
    ],
  };
}

function alone({ step, target }: LogPlace): readonly ViewAction[] {
  const host: readonly ViewAction[] = target === undefined ? [] : [{ type: 'target', step, target }];
  return [
    { type: 'split', change: { type: 'put-away' } },
    { type: 'select', step },
    ...host,
    { type: 'pane', pane: 'step' },
  ];
}

function nextHit(look: AtLog, search: string, intent: 'next-hit' | 'previous-hit'): LogMove {
  const { numbers, status } = findAll(look, search);
  const { hit: from } = look.view.reading;
  const by = intent === 'next-hit' ? 1 : -1;
  const hit = from === undefined ? firstHit(numbers, topNumber(look)) : hitAfter(numbers, from, by);
  if (hit === undefined) return warn(status === 'busy' ? 'still searching' : `${search} is not in this log`);
  const around = by === 1 ? 'after the last one: the first' : 'before the first one: the last';
  return { actions: goTo(look, hit), ...(hit.around ? warnSaid(around) : {}) };
}

/** The first of all, then one after the other. Where no line reads like an error: the first on stderr. */
function nextError(look: AtLog): LogMove {
  const { filter, hit: from } = look.view.reading;
  const wanted = findWhole(look, { filter, kind: 'errors' });
  const wrong = wanted.numbers.length > 0;
  const { numbers, status } = wrong ? wanted : findWhole(look, { filter, kind: 'stderr' });
  const stands = from !== undefined && numbers.includes(from);
  const hit = stands ? hitAfter(numbers, from, 1) : firstHit(numbers, 0);
  if (hit === undefined) {
    return warn(
      status === 'busy' ? 'still looking for errors' : 'no line looks like an error, none is on stderr',
    );
  }
  const kind = wrong ? 'lines that look like errors' : 'lines on stderr; none looks like an error';
  const count = `${formatCount(hit.rank + 1)} of ${formatCount(numbers.length)} ${kind}`;
  return {
    actions: [...uncover(look.view), ...goTo(look, hit)],
    ...warnSaid(hit.around ? `${count}: the first again` : count),
  };
}

function endSearch(look: AtLog): LogMove {
  const { search, hit } = look.view.reading;
  const searching = search !== undefined || hit !== undefined;
  return read(look, searching ? { search: undefined, hit: undefined } : { filter: undefined });
}

/** A third of the screen stands before it; where it is on the screen, nothing moves. */
function goTo(look: AtLog, { number }: Hit): readonly ViewAction[] {
  const { view, step, logs, finder, measured } = look;
  const { filter, wrap } = view.reading;
  const shown = measured.logShown.findIndex((line) => line.number === number);
  const [first] = measured.logShown;
  if (view.mode === 'merged' && first !== undefined && shown >= 0 && shown < measured.logShown.length - 2) {
    return [{ type: 'hit', step: step.id, hit: number, top: first.number }];
  }
  const reader = logReader({ logs, finder, place: placeOf(look), filter });
  const before = wrap ? 1 : Math.floor(measured.logHeight / 3);
  const top = reader.numberAt(Math.max(0, reader.rankOf(number) - before)) ?? number;
  return [{ type: 'hit', step: step.id, hit: number, top }];
}

function findAll(look: AtLog, search: string): Found {
  return findWhole(look, { filter: look.view.reading.filter, search });
}

/** Whoever presses a key waits for an answer: a little more than a frame may take. */
function findWhole(look: AtLog, wanted: Parameters<LogFinder['find']>[1]): Found {
  let found = look.finder.find(placeOf(look), wanted);
  for (let part = 1; part < mostParts && found.status === 'busy'; part += 1) {
    found = look.finder.find(placeOf(look), wanted);
  }
  return found;
}

/** Line by line, where it can be seen. */
function uncover({ mode }: View): readonly ViewAction[] {
  const lines: readonly ViewAction[] = mode === 'merged' ? [] : [{ type: 'mode', mode: 'merged' }];
  return [{ type: 'pane', pane: 'step' }, ...lines];
}

/** Of the first line on the screen, or that would be there. */
function topNumber(look: AtLog): number {
  const { view, logs, finder, measured } = look;
  const reader = logReader({ logs, finder, place: placeOf(look), filter: view.reading.filter });
  return reader.numberAt(topRank(reader, { top: view.top, tail: measured.logTail })) ?? 0;
}

function placeOf({ state, step, view }: AtLog): LogPlace {
  return { step: step.id, target: shownTarget(state, step, view) };
}

function read({ step }: AtLog, changes: Partial<LogReading>): LogMove {
  return { actions: [{ type: 'read', step: step.id, reading: changes }] };
}

function warn(text: string): LogMove {
  return { actions: [], ...warnSaid(text) };
}

function warnSaid(text: string): { readonly say: Message } {
  return { say: { tone: 'warn', text } };
}

const mostParts = 8;
const reading: ReadonlySet<Intent> = new Set([
  'search',
  'filter',
  'next-hit',
  'previous-hit',
  'end-search',
  'error',
  'times',
  'wrap',
  'controls',
  'pager',
  'copy',
]);
