import type { PreflightState } from '../../session/preflight-look.ts';
import { type Dialog, guardMs } from '../dialog/dialog.ts';
import { dialogKeys } from '../footer.ts';
import { fitRow, type Line, span } from '../line.ts';

/** What a key asks for while the preflight is on the screen. */
export type PreflightIntent =
  | 'go-on'
  | 'again'
  | 'leave'
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'redraw';

type PreflightBinding = {
  /** Names as `readPress` gives them. */
  readonly keys: readonly string[];
  readonly shown: string;
  readonly intent: PreflightIntent;
};

const bindings: readonly PreflightBinding[] = [
  { keys: ['enter'], shown: 'enter', intent: 'go-on' },
  { keys: ['r'], shown: 'r', intent: 'again' },
  { keys: ['q', 'ctrl+c'], shown: 'q', intent: 'leave' },
  { keys: ['up', 'k'], shown: '↑', intent: 'up' },
  { keys: ['down', 'j'], shown: '↓', intent: 'down' },
  { keys: ['pageup', 'b'], shown: 'pgup', intent: 'page-up' },
  { keys: ['pagedown', 'v'], shown: 'pgdn', intent: 'page-down' },
  { keys: ['ctrl+l'], shown: 'ctrl-l', intent: 'redraw' },
];

export function preflightIntent(key: string): PreflightIntent | undefined {
  return bindings.find(({ keys }) => keys.includes(key))?.intent;
}

/** Keys that only move; they work also when several arrive at once. */
export function movesTable(intent: PreflightIntent | undefined): boolean {
  return intent === 'up' || intent === 'down';
}

/** Why a key does nothing now; undefined: it does. `toldAt`: wall milliseconds when the result came on the screen. */
export function refusedNow(
  intent: PreflightIntent,
  toldAt: number | undefined,
  wall: number,
): string | undefined {
  if (intent !== 'go-on' && intent !== 'again') return undefined;
  if (toldAt === undefined) return 'not before all have answered, or given up';
  return wall - toldAt < guardMs ? 'look at it first, then press again' : undefined;
}

/** What the keys do now; what can't be used is dim. */
export function preflightFooter({
  state,
  dialog,
  toldAt,
  wall,
  scrolls,
  width,
}: {
  readonly state: PreflightState;
  readonly dialog: Dialog | undefined;
  readonly toldAt: number | undefined;
  readonly wall: number;
  /** Whether there is more than fits. */
  readonly scrolls: boolean;
  readonly width: number;
}): Line {
  if (dialog !== undefined) return fitRow(dialogKeys(dialog), width);
  const shown = bindings.filter(({ intent }) => labelOf(intent, state, scrolls) !== undefined);
  const entries = shown.flatMap(({ intent, shown: key }): Line => {
    const label = labelOf(intent, state, scrolls);
    if (refusedNow(intent, toldAt, wall) !== undefined) return [span(`${key} ${label}  `, 'dim')];
    return [span(key, 'strong'), span(` ${label}  `)];
  });
  return fitRow([span(' '), ...entries], width);
}

function labelOf(intent: PreflightIntent, { report }: PreflightState, scrolls: boolean): string | undefined {
  switch (intent) {
    case 'go-on':
      return report?.verdict === 'no-go' ? 'go on anyway' : 'go on';
    case 'again':
      return 'check again';
    case 'leave':
      return 'leave, the run stays open';
    case 'up':
      return scrolls ? 'up' : undefined;
    case 'down':
      return scrolls ? 'down' : undefined;
    case 'page-up':
    case 'page-down':
    case 'redraw':
      return undefined;
  }
}
