import type { Action, ActionPlace } from '../plan.ts';
import { expectationLines, kindTexts } from './kind-text.ts';
import { valueText } from './value-text.ts';

/** An action as lines: what it is and where, then its text, indented. */
export function actionText(action: Action): string {
  const { kind, index: _index, line: _line, text, on, marker: _marker, ...more } = action;
  const { sql: _sql, http: _http, wait: _wait, copy: _copy, ...rest } = more;
  const attributes = Object.entries(rest).flatMap(([key, value]) => {
    const shown = valueText(key, value);
    return shown === undefined ? [] : [`${NAMES[key] ?? key}=${shown}`];
  });
  const head = [kind, ...placeText(on), ...kindTexts(action), ...attributes].join(' ');
  const lines = [...text.split(/\r?\n/).map((line) => `  ${line}`), ...expectationLines(action)];
  return [head, ...lines].join('\n').trimEnd();
}

const NAMES: Readonly<Record<string, string>> = { maxFail: 'max-fail' };

function placeText(on: ActionPlace): readonly string[] {
  switch (on.type) {
    case 'local':
    case 'mail':
      return [];
    case 'hosts':
      return [`on=${on.expression}`];
    case 'database':
      return [`on=${on.name}`];
  }
}
