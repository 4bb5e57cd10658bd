/** Who wants to hear of changes, and what is wrong: one trouble a source, gone when that source works again. */
export type News = {
  readonly subscribe: (listener: () => void) => () => void;
  readonly tell: () => void;
  /** `undefined`: it works. */
  readonly trouble: (source: TroubleSource, error: unknown) => void;
  readonly message: () => string | undefined;
  /** Whether this source works now, as far as is known. */
  readonly works: (source: TroubleSource) => boolean;
};

export type TroubleSource = 'events' | 'output';

export function createNews(): News {
  const listeners = new Set<() => void>();
  const troubles = new Map<string, string>();

  function tell(): void {
    for (const listener of listeners) {
      try {
        listener();
      } catch (error) {
        // A screen that fails must not make a recorded event look unrecorded.
        troubles.set('screen', messageOf(error));
      }
    }
  }

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell,
    trouble: (source, error) => {
      const text = error === undefined ? undefined : `not recorded: ${messageOf(error)}`;
      if (text === troubles.get(source)) return;
      if (text === undefined) troubles.delete(source);
      else troubles.set(source, text);
      tell();
    },
    message: () => troubles.get('events') ?? troubles.get('output') ?? troubles.get('screen'),
    works: (source) => !troubles.has(source),
  };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
