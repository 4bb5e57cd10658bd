/** What goes wrong on purpose in a rehearsal. Steps by their ids. */
export type Fault =
  /** The first attempt's work takes so much longer, milliseconds; no time limit ends it for that. */
  | { readonly type: 'late'; readonly step: string; readonly by: number }
  /** The first attempt fails, or every one. */
  | { readonly type: 'fail'; readonly step: string; readonly always: boolean }
  /** The connection is lost in the middle of the first job that runs there, and doesn't come back. */
  | { readonly type: 'lose-host'; readonly host: string };

/** Whether a step's attempt fails as rehearsed. */
export function isToFail(faults: readonly Fault[], step: string, attempt: number): boolean {
  return faults.some(
    (fault) => fault.type === 'fail' && fault.step === step && (fault.always || attempt === 1),
  );
}
