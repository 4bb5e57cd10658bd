import { isSafeRequest } from './http-action.ts';
import type { Action } from './plan.ts';

/** A shell's work goes on, and is found again, when the program that began it is gone. */
export function outlivesGonogo({ kind }: Pick<Action, 'kind'>): boolean {
  return kind === 'sh' || kind === 'js';
}

/** Nothing is different after it: to begin it anew is always safe. */
export function onlyLooks({ kind, http }: Pick<Action, 'kind' | 'http'>): boolean {
  return kind === 'wait' || (kind === 'http' && http !== undefined && isSafeRequest(http.request));
}

/** Milliseconds after which it is given up on a target; undefined: never. */
export function limitOf({ timeout, http }: Pick<Action, 'timeout' | 'http'>): number | undefined {
  return http?.until ?? timeout;
}

/** Its text is all there is to it, and can be another one for a run. */
export function isEditable({ kind }: Pick<Action, 'kind'>): boolean {
  return kind === 'sh' || kind === 'js' || kind === 'sql';
}
