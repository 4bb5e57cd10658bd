/** What one look at one target found. */
export type PreflightResult = {
  /** A host name, `local`, `db:NAME` or `mail`. */
  readonly target: string;
  readonly probe: PreflightProbe;
  readonly verdict: PreflightVerdict;
  /** One line, the same for every target where the same was found. */
  readonly words: string;
  /** What a person can do about it. */
  readonly mend?: string | undefined;
};

/** `warn` holds nothing up. */
export type PreflightVerdict = 'go' | 'warn' | 'no-go';

export type PreflightProbe =
  /** What `env:` or `file:` names is there. */
  | 'reference'
  /** Reached, verified, logged in. */
  | 'connection'
  /** A POSIX shell that takes our script. */
  | 'shell'
  /** Its clock against this machine's. */
  | 'clock'
  /** The folder in which running steps keep their output: it can be written, and there is room. */
  | 'job folder'
  /** Steps can have a session of their own. */
  | 'session'
  /** Only where a step uses it. */
  | 'sudo'
  /** The Node and the zx of `js` steps. */
  | 'js';

export type PreflightReport = {
  readonly verdict: PreflightVerdict;
  readonly results: readonly PreflightResult[];
};

/** The worst of them. */
export function worstOf(results: readonly PreflightResult[]): PreflightVerdict {
  if (results.some(({ verdict }) => verdict === 'no-go')) return 'no-go';
  return results.some(({ verdict }) => verdict === 'warn') ? 'warn' : 'go';
}

/** A finding before it is known of which target. */
export type Finding = Omit<PreflightResult, 'target'>;

export function go(probe: PreflightProbe, words: string): Finding {
  return { probe, verdict: 'go', words };
}

export function warn(probe: PreflightProbe, words: string, mend?: string): Finding {
  return { probe, verdict: 'warn', words, mend };
}

export function noGo(probe: PreflightProbe, words: string, mend?: string): Finding {
  return { probe, verdict: 'no-go', words, mend };
}
