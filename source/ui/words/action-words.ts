import { formatDuration } from '../../plan/duration.ts';
import type { Action } from '../../plan/plan.ts';
import { sqlWords } from '../../plan/sql-settings.ts';

/** What an action is given, and what is asked of its result: `sees secrets a, b`, `expects 3 rows`. */
export function actionWords({
  secrets,
  sql,
  watch,
}: Pick<Action, 'secrets' | 'sql' | 'watch'>): readonly string[] {
  return [
    ...(secrets.length === 0 ? [] : [`sees secret${secrets.length === 1 ? '' : 's'} ${secrets.join(', ')}`]),
    ...(watch === undefined ? [] : [`watches database ${watch}`]),
    ...(sql === undefined ? [] : sqlWords(sql, formatDuration)),
  ];
}
