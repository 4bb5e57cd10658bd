import type { RunEvent } from './event.ts';
import type {
  AsideDigest,
  AttemptOutcome,
  CheckResult,
  ItemAnswer,
  MarkerFact,
  OutputDigest,
  TargetResult,
  Verdict,
} from './facts.ts';

/** What a person, or the conductor, asks for. `by` is the person's name. */
export type Command =
  /** Also a retry: a failed step starts its next attempt. A reason is needed where something is missing. */
  | {
      readonly type: 'start';
      readonly step: string;
      readonly by: string;
      readonly reason?: string | undefined;
      /** A retry of only what did not end well, from the action where it stopped. */
      readonly open?: boolean | undefined;
    }
  | { readonly type: 'stop'; readonly step: string; readonly by: string }
  | { readonly type: 'skip'; readonly step: string; readonly reason: string; readonly by: string }
  | { readonly type: 'do-by-hand'; readonly step: string; readonly reason: string; readonly by: string }
  | {
      readonly type: 'edit';
      readonly step: string;
      readonly action: number;
      readonly text: string;
      readonly diff: string;
      readonly reason: string;
      readonly by: string;
    }
  /** Look again for what nobody could follow any more. */
  | { readonly type: 'reattach'; readonly step: string; readonly by: string }
  | {
      readonly type: 'settle';
      readonly step: string;
      readonly outcome: 'succeeded' | 'failed';
      readonly reason: string;
      readonly by: string;
    }
  | {
      readonly type: 'answer';
      readonly step: string;
      readonly item: number;
      readonly answer: ItemAnswer;
      readonly note?: string | undefined;
      readonly by: string;
    }
  /** Run the check that stands in a checklist item. */
  | { readonly type: 'check'; readonly step: string; readonly item: number; readonly by: string }
  | { readonly type: 'confirm'; readonly step: string; readonly role: string; readonly by: string }
  | {
      readonly type: 'vote';
      readonly step: string;
      readonly role: string;
      readonly verdict: Verdict;
      readonly reason?: string | undefined;
      /** Only for a no-go, which calls the fallback. */
      readonly changes?: readonly ScopeChange[] | undefined;
      readonly by: string;
    }
  | { readonly type: 'note'; readonly step?: string | undefined; readonly text: string; readonly by: string }
  | { readonly type: 'exclude'; readonly host: string; readonly reason: string; readonly by: string }
  | { readonly type: 'include'; readonly host: string; readonly reason: string; readonly by: string }
  | { readonly type: 'hold'; readonly reason: string; readonly by: string }
  | { readonly type: 'release'; readonly by: string }
  | {
      readonly type: 'open-shell';
      readonly step?: string | undefined;
      readonly host: string;
      readonly by: string;
    }
  /** `after`: milliseconds it was open. */
  | {
      readonly type: 'close-shell';
      readonly step?: string | undefined;
      readonly host: string;
      readonly after: number;
      readonly by: string;
    }
  /** What is not needed of the fallback is skipped, but for what a person changes of that. */
  | {
      readonly type: 'fallback';
      readonly reason: string;
      readonly changes?: readonly ScopeChange[] | undefined;
      readonly by: string;
    }
  /** Back to an earlier step: it and all that wait for it begin anew. */
  | { readonly type: 'recycle'; readonly to: string; readonly reason: string; readonly by: string }
  /** Go or fell back where everything is settled; aborted, with a reason, where it is not. */
  | { readonly type: 'end'; readonly reason?: string | undefined; readonly by: string }
  | Report;

/** A step of the fallback that is done although it is not needed, or left out although it is. */
export type ScopeChange = { readonly step: string; readonly needed: boolean; readonly reason: string };

/** What the conductor says of the attempt it carries out. */
export type Report =
  | {
      readonly type: 'open';
      readonly by: string;
      readonly host: string;
      readonly pid: number;
      readonly sshConfig?: string | undefined;
    }
  | { readonly type: 'close'; readonly by: string }
  /** An SSH key vouches for what is recorded up to event `seq`. */
  | {
      readonly type: 'sign';
      readonly seq: number;
      readonly hash: string;
      readonly key: string;
      readonly signature: string;
      readonly by: string;
    }
  | {
      readonly type: 'begin-action';
      readonly step: string;
      readonly attempt: number;
      readonly action: number;
      readonly targets: readonly string[];
    }
  | {
      readonly type: 'launch-target';
      readonly step: string;
      readonly attempt: number;
      readonly action: number;
      readonly target: string;
      readonly hostKey?: string | undefined;
      readonly pid?: number | undefined;
      readonly sha256?: string | undefined;
    }
  | {
      readonly type: 'finish-target';
      readonly step: string;
      readonly attempt: number;
      readonly action: number;
      readonly target: string;
      readonly result: TargetResult;
      readonly hostKey?: string | undefined;
      readonly marker?: MarkerFact | undefined;
      readonly endedAt?: number | undefined;
      readonly output?: OutputDigest | undefined;
      readonly aside?: AsideDigest | undefined;
    }
  | {
      readonly type: 'finish-check';
      readonly step: string;
      readonly attempt: number;
      readonly item: number;
      readonly check: number;
      readonly results: readonly CheckResult[];
    }
  | {
      readonly type: 'finish-attempt';
      readonly step: string;
      readonly attempt: number;
      readonly outcome: AttemptOutcome;
      readonly detail: string;
    };

export type Decision =
  | { readonly type: 'accepted'; readonly events: readonly RunEvent[] }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/** Why not, for the screen. `needs-reason` can be overcome by giving one; `missing` says what is missing. */
export type Refusal = {
  readonly code: 'needs-reason' | 'not-now' | 'unknown-step' | 'invalid';
  readonly message: string;
  readonly missing: readonly string[];
};
