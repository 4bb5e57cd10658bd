import {
  type PreflightReport,
  type PreflightResult,
  type PreflightVerdict,
  worstOf,
} from '../execute/preflight/preflight-report.ts';
import { type PreflightRow, placesOf, preflightRows, preflightVerdict } from './preflight-table.ts';

/** A look at everything a plan acts on, as far as it has come; repeated when a person wants it again. */
export type PreflightLook = {
  readonly state: () => PreflightState;
  /** Called after every change; returns a function that ends it. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Looks at everything once more; does nothing while it is looking. */
  readonly again: () => void;
};

export type PreflightState = {
  /** In the order of the plan. */
  readonly targets: readonly PreflightTargetState[];
  /** While it is looking: only what is not as it should be. */
  readonly rows: readonly PreflightRow[];
  /** Undefined while it is looking. */
  readonly report: PreflightReport | undefined;
  /** What came of it, or how far it is. */
  readonly words: string;
};

export type PreflightTargetState = {
  /** A host name, `local`, `db:NAME` or `mail`. */
  readonly name: string;
  /** Undefined: it has not answered yet. */
  readonly verdict: PreflightVerdict | undefined;
};

export type PreflightLookOptions = {
  readonly targets: readonly string[];
  /** Never rejects; tells the results of a target as soon as they are there. */
  readonly run: (onResults: (results: readonly PreflightResult[]) => void) => Promise<PreflightReport>;
};

/** Begins at once. */
export function createPreflightLook({ targets, run }: PreflightLookOptions): PreflightLook {
  const listeners = new Set<() => void>();
  let state = stateOf(targets, [], undefined);
  const set = (next: PreflightState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const again = () => {
    let results: readonly PreflightResult[] = [];
    set(stateOf(targets, results, undefined));
    void run((more) => {
      results = [...results, ...more];
      set(stateOf(targets, results, undefined));
    }).then((report) => set(stateOf(targets, report.results, report)));
  };
  again();
  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    again: () => {
      if (state.report !== undefined) again();
    },
  };
}

function stateOf(
  names: readonly string[],
  results: readonly PreflightResult[],
  report: PreflightReport | undefined,
): PreflightState {
  const found = Map.groupBy(results, ({ target }) => target);
  const targets = names.map(
    (name): PreflightTargetState => ({ name, verdict: worst(found.get(name) ?? []) }),
  );
  const rows = preflightRows(results).filter(({ verdict }) => report !== undefined || verdict !== 'go');
  return { targets, rows, report, words: report === undefined ? asking(targets) : preflightVerdict(report) };
}

function worst(results: readonly PreflightResult[]): PreflightVerdict | undefined {
  return results.length === 0 ? undefined : worstOf(results);
}

function asking(targets: readonly PreflightTargetState[]): string {
  const open = targets.filter(({ verdict }) => verdict === undefined).map(({ name }) => name);
  return `${targets.length - open.length} of ${targets.length} have answered; asking ${placesOf(open)}`;
}
