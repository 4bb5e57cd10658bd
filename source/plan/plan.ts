import type { CopyAction } from './copy-action.ts';
import type { HttpAction } from './http-action.ts';
import type { SqlSettings } from './sql-settings.ts';
import type { WaitAction } from './wait-action.ts';

/** A plan after parsing: plain data, safe to serialise. Times are epoch milliseconds, durations milliseconds. */
export type Plan = {
  readonly title: string;
  /** As given by whoever loaded it; only for messages. */
  readonly file: string;
  readonly window: Window;
  readonly roles: readonly Role[];
  /** Group name -> hosts, expanded and in order. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Every host that a group or an action names, each once, in the order of appearance. */
  readonly hosts: readonly string[];
  /** How hosts are reached that are not reached by ssh2, by host name. */
  readonly transports: Readonly<Record<string, TransportKind>>;
  /** Host name -> fingerprints (`SHA256:…`) of which the host must show one. known_hosts is then asked by openssh only. */
  readonly hostKeys: Readonly<Record<string, readonly string[]>>;
  readonly databases: Readonly<Record<string, DatabaseRef>>;
  readonly mail: MailSettings | undefined;
  readonly vars: Readonly<Record<string, string>>;
  /** Name -> reference; a step sees those that it names. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly timelines: readonly Timeline[];
};

/** `ssh2`: built in. `openssh`: this machine's own ssh, for what ssh2 can't do. */
export type TransportKind = 'ssh2' | 'openssh';

export type Window = {
  readonly opens: number;
  readonly closes: number;
  /** S as planned. */
  readonly start: number;
  /** IANA name. */
  readonly zone: string;
};

export type Role = {
  /** Key of the front matter, in lower case: `qc`. */
  readonly id: string;
  /** For people: `QC`, `Programmer`. */
  readonly label: string;
  readonly person: string;
};

/** References to secrets (`env:NAME`, `file:PATH`, `cmd:`, `op://`, `sops:`) are resolved just before use and never stored resolved. */
export type DatabaseRef = { readonly url: string };

export type MailSettings = {
  /** `env:NAME` or a `smtp://host:port` address without a password. */
  readonly server: string;
  readonly from: string;
  readonly to: readonly string[];
};

/** In the order in which they are shown. */
export const timelineKinds = ['preparation', 'main', 'fallback'] as const;

export type TimelineKind = (typeof timelineKinds)[number];

export type Timeline = {
  readonly kind: TimelineKind;
  readonly title: string;
  readonly line: number;
  readonly steps: readonly Step[];
};

export type Anchor = 'S' | 'D';

export type Step = {
  readonly id: string;
  /** Number within its plan, from 1, as shown beside the title. */
  readonly number: number;
  readonly timeline: TimelineKind;
  readonly title: string;
  readonly line: number;
  /** Missing in the preparation section only: such a step has no due time. */
  readonly anchor: Anchor | undefined;
  readonly offset: number | undefined;
  /** Planned length: `for=`, else until the next later offset of its timeline, else 0. */
  readonly duration: number;
  readonly owners: readonly Owner[];
  readonly checklist: readonly ChecklistItem[];
  readonly actions: readonly Action[];
  /** Paragraphs under the step, `{{var}}` already replaced. */
  readonly instructions: readonly string[];
  /** Ids of the steps this one waits for; made from the offsets where the plan has no `after=`. */
  readonly after: readonly string[];
  /** Role ids that must confirm once the work is done. A step without actions has its first owner's role here. */
  readonly confirm: readonly string[];
  readonly critical: boolean;
  readonly required: boolean;
  readonly auto: boolean;
  readonly decision: boolean;
  readonly noReturn: boolean;
  /** A built-in hold: its length absorbs slip before anything after it moves. */
  readonly hold: boolean;
  /** Role ids asked at a decision; the owner's role where `poll=` is missing. Empty on other steps. */
  readonly poll: readonly string[];
  readonly undoes: readonly string[];
};

export type Owner = {
  /** As written in the plan. */
  readonly name: string;
  /** The roles this owner may act in: one for a role, each of theirs for a person. */
  readonly roles: readonly string[];
};

export type ChecklistItem = {
  /** From 1, within its step. */
  readonly number: number;
  readonly text: string;
  readonly line: number;
  readonly owners: readonly Owner[];
  /** A look that helps whoever answers; it never answers itself. `auto`: also when the checklist opens. */
  readonly check?: { readonly action: Action; readonly auto: boolean } | undefined;
};

export type ActionKind = 'sh' | 'sql' | 'marker' | 'mail' | 'http' | 'wait' | 'copy' | 'js';

export type Action = {
  readonly kind: ActionKind;
  /** From 0, within its step. */
  readonly index: number;
  readonly line: number;
  /** The fence's text. */
  readonly text: string;
  readonly on: ActionPlace;
  readonly timeout: number | undefined;
  /** Milliseconds without output after which the step is flagged; nothing is stopped by it. */
  readonly silence: number | undefined;
  /** On hosts: how many begin together, batch after batch; the last one repeats. Empty: all at once. */
  readonly batch: readonly Share[];
  /** On hosts: how many may have failed before no more begin. */
  readonly maxFail: Share | undefined;
  readonly cwd: string | undefined;
  /** Only for `sh`: the secrets that it finds in its environment. */
  readonly secrets: readonly string[];
  /** Only for `sql`. */
  readonly sql: SqlSettings | undefined;
  /** Only for `marker`. */
  readonly marker: { readonly verb: 'set' | 'check'; readonly name: string } | undefined;
  /** Only for `mail`. */
  readonly subject: string | undefined;
  /** Only for `mail`; the front matter's receivers otherwise. */
  readonly to: readonly string[] | undefined;
  /** Only for `mail`: what goes with it, here the report of the run so far. */
  readonly attach: 'report' | undefined;
  /** Only for `http`. Its `timeout` is that of one try. */
  readonly http?: HttpAction | undefined;
  /** Only for `wait`. */
  readonly wait?: WaitAction | undefined;
  /** Only for `copy`. */
  readonly copy?: CopyAction | undefined;
  /** Only for `sh`: the database whose server is asked meanwhile how far it is. */
  readonly watch?: string | undefined;
};

/** So many hosts, or so many of a hundred of them. */
export type Share = { readonly type: 'count' | 'percent'; readonly value: number };

export type ActionPlace =
  | { readonly type: 'local' }
  | { readonly type: 'hosts'; readonly expression: string; readonly hosts: readonly string[] }
  | { readonly type: 'database'; readonly name: string }
  | { readonly type: 'mail' };

/** All steps in the order of their numbers. */
export function stepsOf(plan: Pick<Plan, 'timelines'>): readonly Step[] {
  return plan.timelines.flatMap(({ steps }) => steps);
}

/** Hosts that are logged in to; those that are only asked from this machine are not. */
export function hostsToReach(plan: Pick<Plan, 'hosts' | 'timelines'>): readonly string[] {
  const actions = stepsOf(plan).flatMap(allActionsOf);
  const named = (of: readonly Action[]) =>
    new Set(of.flatMap(({ on }) => (on.type === 'hosts' ? on.hosts : [])));
  const fromHere = ({ kind, wait }: Action) => kind === 'http' || wait?.until.type === 'port';
  const asked = named(actions.filter(fromHere));
  const reached = named(actions.filter((action) => !fromHere(action)));
  return plan.hosts.filter((host) => reached.has(host) || !asked.has(host));
}

/** What a step runs, and what the checks in its checklist do. */
export function allActionsOf({ actions, checklist }: Pick<Step, 'actions' | 'checklist'>): readonly Action[] {
  return [...actions, ...checklist.flatMap(({ check }) => (check === undefined ? [] : [check.action]))];
}

/** What a place is called where results and output are listed: host names, `local`, `db:NAME`, `mail`. */
export function targetsOf(place: ActionPlace): readonly string[] {
  switch (place.type) {
    case 'local':
      return ['local'];
    case 'hosts':
      return place.hosts;
    case 'database':
      return [`db:${place.name}`];
    case 'mail':
      return ['mail'];
  }
}

/** Where it is told what `watch=` sees. */
export function watchedTarget({ watch }: Pick<Action, 'watch'>): string | undefined {
  return watch === undefined ? undefined : `db:${watch}`;
}

/** A hold that only waits gives all of its length to what is late; work takes its time. */
export function absorbsSlip({ hold, actions }: Pick<Step, 'hold' | 'actions'>): boolean {
  return hold && actions.length === 0;
}
