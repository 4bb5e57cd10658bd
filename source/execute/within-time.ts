import { createContext, Script } from 'node:vm';

/** Does work that only reads, and gives it up where it takes longer than this; undefined: it did. */
export function withinTime<Result>(ms: number, work: () => Result): { readonly value: Result } | undefined {
  // Nothing but this ends a regular expression that has begun to backtrack.
  timed ??= openRoom();
  let value: { readonly value: Result } | undefined;
  timed.room.work = () => {
    value = { value: work() };
  };
  try {
    timed.script.runInContext(timed.room, { timeout: ms });
  } catch (error) {
    if (isTimeout(error)) return undefined;
    throw error;
  }
  return value;
}

type Room = { readonly room: { work: () => void }; readonly script: Script };

let timed: Room | undefined;

function openRoom(): Room {
  const room = { work: () => undefined };
  createContext(room);
  return { room, script: new Script('work()') };
}

/** It is no `Error` of ours: it comes out of the room. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
