import type { CheckEvent } from './check-event.ts';
import type {
  AsideDigest,
  AttemptOutcome,
  ItemAnswer,
  MarkerFact,
  OutputDigest,
  RunMode,
  RunOutcome,
  Schedule,
  TargetResult,
  Verdict,
} from './facts.ts';
import type { Fault } from './fault.ts';

/** What happened. Never changed once written; a new shape gets a new name. */
export type RunEvent =
  | {
      readonly type: 'run.created';
      readonly mode: RunMode;
      readonly planFile: string;
      readonly planText: string;
      /** Hex. */
      readonly planSha256: string;
      readonly schedule: Schedule;
      readonly seed: number | undefined;
      /** Only in a rehearsal. */
      readonly faults?: readonly Fault[] | undefined;
      readonly tool: { readonly version: string; readonly node: string };
      readonly host: string;
      readonly by: string;
    }
  | {
      readonly type: 'session.opened';
      readonly by: string;
      readonly host: string;
      readonly pid: number;
      /** The ssh configuration it was given instead of the user's own: absolute path. */
      readonly sshConfig: string | undefined;
    }
  | { readonly type: 'session.closed'; readonly by: string }
  | {
      readonly type: 'step.started';
      readonly step: string;
      readonly attempt: number;
      readonly by: string;
      /** Why it was started although something was missing; `missing` is what the person was shown. */
      readonly reason: string | undefined;
      readonly missing: readonly string[];
      /** Where a retry goes on: the index of its first action; 0 where it is missing. */
      readonly from?: number | undefined;
      /** The targets of that first action; all of them where it is missing. */
      readonly targets?: readonly string[] | undefined;
    }
  /** A person did the work of the step by other means; nothing runs. */
  | {
      readonly type: 'step.done-by-hand';
      readonly step: string;
      readonly attempt: number;
      readonly reason: string;
      readonly by: string;
    }
  /** The text of an action for this run, from the next attempt on. */
  | {
      readonly type: 'action.edited';
      readonly step: string;
      readonly action: number;
      readonly text: string;
      /** Unified, against the text before. */
      readonly diff: string;
      readonly reason: string;
      readonly by: string;
    }
  | {
      readonly type: 'action.started';
      readonly step: string;
      readonly attempt: number;
      readonly action: number;
      readonly targets: readonly string[];
    }
  /** The target said that its job began. */
  | {
      readonly type: 'target.launched';
      readonly step: string;
      readonly attempt: number;
      readonly action: number;
      readonly target: string;
      /** SHA256:… of the key the host showed, for hosts. */
      readonly hostKey: string | undefined;
      /** Process id of its session and group on the target. */
      readonly pid: number | undefined;
      /** Hex, of the text that runs. */
      readonly sha256: string | undefined;
    }
  | {
      readonly type: 'target.finished';
      readonly step: string;
      readonly attempt: number;
      readonly action: number;
      readonly target: string;
      readonly result: TargetResult;
      /** SHA256:… of the key the host showed, for hosts. */
      readonly hostKey: string | undefined;
      /** Only for a `marker set` that succeeded. */
      readonly marker: MarkerFact | undefined;
      /** When it really ended, epoch milliseconds, where it was seen only later. */
      readonly endedAt?: number | undefined;
      /** Missing in what was recorded before gonogo kept digests. */
      readonly output?: OutputDigest | undefined;
      /** What `watch=` has said by then. */
      readonly aside?: AsideDigest | undefined;
    }
  | { readonly type: 'stop.requested'; readonly step: string; readonly attempt: number; readonly by: string }
  | {
      readonly type: 'attempt.finished';
      readonly step: string;
      readonly attempt: number;
      readonly outcome: AttemptOutcome;
      /** One line for people: `sakaiprod3: exit 1`. */
      readonly detail: string;
    }
  | {
      readonly type: 'attempt.settled';
      readonly step: string;
      readonly attempt: number;
      readonly outcome: 'succeeded' | 'failed';
      readonly reason: string;
      readonly by: string;
    }
  /** What nobody could follow any more is looked for again. */
  | {
      readonly type: 'attempt.reattached';
      readonly step: string;
      readonly attempt: number;
      readonly by: string;
    }
  | {
      readonly type: 'step.skipped';
      readonly step: string;
      readonly reason: string;
      readonly by: string;
    }
  | {
      readonly type: 'item.answered';
      readonly step: string;
      readonly item: number;
      readonly answer: ItemAnswer;
      readonly note: string | undefined;
      readonly by: string;
    }
  | CheckEvent
  | {
      readonly type: 'step.confirmed';
      readonly step: string;
      readonly role: string;
      readonly by: string;
      /** How sure we are who it was. */
      readonly level: 'word';
    }
  | {
      readonly type: 'vote.cast';
      readonly step: string;
      readonly role: string;
      readonly verdict: Verdict;
      readonly by: string;
      readonly level: 'word';
    }
  | {
      readonly type: 'note.added';
      readonly step: string | undefined;
      readonly text: string;
      readonly by: string;
    }
  /** From the next action on nothing runs on this host. */
  | {
      readonly type: 'host.excluded';
      readonly host: string;
      readonly reason: string;
      readonly by: string;
    }
  | { readonly type: 'host.included'; readonly host: string; readonly reason: string; readonly by: string }
  /** Nothing starts until it is released; what runs goes on. */
  | { readonly type: 'hold.called'; readonly reason: string; readonly by: string }
  | { readonly type: 'hold.released'; readonly by: string }
  /** The run goes on again from an earlier step; attempts made of these steps stay in the record. */
  | {
      readonly type: 'run.recycled';
      readonly to: string;
      /** This step and all that wait for it, near or far, as far as they had begun or were settled. */
      readonly steps: readonly string[];
      /** Milliseconds by which the clock of the step's anchor goes back. */
      readonly setBack: number;
      readonly reason: string;
      readonly by: string;
    }
  /** A person went to a host by hand; what they did there is not recorded. */
  | {
      readonly type: 'shell.opened';
      readonly step: string | undefined;
      readonly host: string;
      readonly by: string;
    }
  | {
      readonly type: 'shell.closed';
      readonly step: string | undefined;
      readonly host: string;
      /** Milliseconds it was open. */
      readonly after: number;
      readonly by: string;
    }
  | {
      readonly type: 'fallback.called';
      readonly reason: string;
      readonly by: string;
      /** The decision step whose no-go called it, where one did. */
      readonly step: string | undefined;
    }
  | {
      readonly type: 'run.ended';
      readonly outcome: RunOutcome;
      readonly reason: string | undefined;
      readonly by: string;
    }
  /** The operator's SSH key vouches for this event, and so for all before it. */
  | {
      readonly type: 'record.signed';
      readonly seq: number;
      /** Hex, of event `seq`. */
      readonly hash: string;
      /** `SHA256:…` of the key. */
      readonly key: string;
      /** SSHSIG, armored, over the checkpoint of that event. */
      readonly signature: string;
      readonly by: string;
    };

/** An event with its place and time in the run. `at` is the session's clock: compressed in a rehearsal. */
export type Recorded = {
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly event: RunEvent;
};
