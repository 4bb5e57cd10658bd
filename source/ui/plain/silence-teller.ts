import { findStep } from '../../run/select.ts';
import { stepState } from '../../run/timing.ts';
import { foldTargets, nameOf } from '../../run/words.ts';
import { quietFor } from '../../session/host-states.ts';
import type { Session } from '../../session/session.ts';
import { silencesOf } from '../../session/silences.ts';

/** Tells of links that break and come back, and of steps that print nothing for too long. */
export type SilenceTeller = {
  /** Looks anew. */
  readonly update: () => void;
  readonly stop: () => void;
};

type Silent = {
  readonly step: string;
  readonly target: string;
  readonly kind: 'link' | 'quiet';
  /** What is said of it; the same of several targets is said once. */
  readonly words: (targets: string) => string;
};

export function createSilenceTeller(session: Session, say: (text: string) => void): SilenceTeller {
  const { clock } = session;
  let known = new Map<string, Silent>();
  let cancel: () => void = () => undefined;

  function update(): void {
    cancel();
    const now = new Map(silentNow(session).map((one) => [keyOf(one), one]));
    const begun = [...now].filter(([key]) => !known.has(key)).map(([, one]) => one);
    const over = [...known]
      .filter(([key, one]) => !now.has(key) && stillRuns(session, one))
      .map(([, one]) => one);
    known = now;
    for (const line of foldedLines(session, begun, ({ words }) => words)) say(line);
    for (const line of foldedLines(session, over, ({ kind }) => heardAgain[kind])) say(line);
    const ticks = somethingRuns(session);
    cancel = ticks ? clock.after(1000 * Math.max(1, clock.speed()), update) : () => undefined;
  }

  return { update, stop: () => cancel() };
}

const heardAgain = {
  link: (targets: string) => `the link to ${targets} is back`,
  quiet: (targets: string) => `there is output from ${targets} again`,
} as const;

function silentNow(session: Session): readonly Silent[] {
  const now = session.clock.now();
  const { links, quiet } = silencesOf(session, now);
  return [
    ...links.map(({ step, target, reason }) => {
      const words = (targets: string): string =>
        `the link to ${targets} is broken (${reason}); the step goes on there, and gonogo tries again by itself`;
      return { step, target, kind: 'link', words } as const;
    }),
    ...quiet.map(({ step, target, since }) => {
      const words = (targets: string): string =>
        `no output from ${targets} for ${quietFor(now - since)}; nothing is stopped by that`;
      return { step, target, kind: 'quiet', words } as const;
    }),
  ];
}

/** `6 Deploy: no output from web[1-2] for 2m`: targets of a step of which the same is said, together. */
function foldedLines(
  session: Session,
  silent: readonly Silent[],
  wordsOf: (one: Silent) => Silent['words'],
): readonly string[] {
  const groups = Map.groupBy(silent, (one) => JSON.stringify([one.step, wordsOf(one)('')]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const step = first === undefined ? undefined : findStep(session.state(), first.step);
    if (first === undefined || step === undefined) return [];
    return [`${nameOf(step)}: ${wordsOf(first)(foldTargets(group.map(({ target }) => target)))}`];
  });
}

function stillRuns(session: Session, { step, target }: Silent): boolean {
  const attempt = stepState(session.state(), step).attempts.at(-1);
  return attempt?.outcome === undefined && attempt?.targets[target] === undefined;
}

/** Only what runs can fall silent as time passes. */
function somethingRuns(session: Session): boolean {
  const { plan, steps } = session.state();
  return plan.timelines.some(({ steps: listed }) =>
    listed.some(
      ({ id, actions }) =>
        steps[id]?.status === 'running' && actions.some(({ silence }) => silence !== undefined),
    ),
  );
}

function keyOf({ step, target, kind }: Silent): string {
  return `${kind}\n${step}\n${target}`;
}
