import { createContext, Script } from 'node:vm';

/** Does work that only reads, and gives it up where it takes longer than this; undefined: it did. */
export function withinTime<Result>(ms: number, work: () => Result): { readonly value: Result } | undefined {
  let value: { readonly value: Result } | undefined;
  // Nothing but this ends a regular expression that has begun to backtrack.
  room.work = () => {
    value = { value: work() };
  };
  try {
    script.runInContext(context, { timeout: ms });
  } catch (error) {
    if (isTimeout(error)) return undefined;
    throw error;
  }
  return value;
}

const room: { work: () => void } = { work: () => undefined };
const context = createContext(room);
const script = new Script('work()');

/** It is no `Error` of ours: it comes out of the room. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
