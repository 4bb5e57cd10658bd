import { isAbsolute, join } from 'node:path';

/** Where the journal is kept unless somebody says otherwise: the XDG state folder. */
export function defaultJournalPath(place: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}): string {
  const state = place.env.XDG_STATE_HOME;
  // The XDG specification says that a relative path is to be ignored.
  const folder = state !== undefined && isAbsolute(state) ? state : join(place.home, '.local', 'state');
  return join(folder, 'gonogo', 'journal.sqlite');
}
