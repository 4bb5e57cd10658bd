import fc from 'fast-check';
import type { Plan } from '../../source/plan/plan.ts';
import { makePlan, minute, type StepDraft, sh } from './plan.ts';

export type Drawn = {
  readonly gap: number;
  readonly length: number;
  /** Waits for this one of those before it only; undefined: for all that are earlier. */
  readonly after: number | undefined;
  readonly hold: boolean;
  readonly undoes: number;
};

const drawn: fc.Arbitrary<Drawn> = fc.record({
  gap: fc.integer({ min: 0, max: 3 }),
  length: fc.integer({ min: 0, max: 20 }),
  after: fc.option(fc.nat({ max: 9 }), { nil: undefined, freq: 2 }),
  hold: fc.boolean(),
  undoes: fc.nat({ max: 12 }),
});

/** Any plan of a few steps in main and fallback, whose lengths often don't fit their offsets. */
export const anyPlan: fc.Arbitrary<Plan> = fc
  .tuple(fc.array(drawn, { minLength: 1, maxLength: 8 }), fc.array(drawn, { maxLength: 6 }))
  .map(([main, fallback]) => planFrom(main, fallback));

/** The same, but each step has ended when the next ones are due. */
export const fittingPlan: fc.Arbitrary<Plan> = fc
  .tuple(fc.array(drawn, { minLength: 1, maxLength: 8 }), fc.array(drawn, { maxLength: 6 }))
  .map(([main, fallback]) => planFrom(fitted(main), fitted(fallback)));

function fitted(all: readonly Drawn[]): readonly Drawn[] {
  return all.map((one, index) => {
    const next = all.slice(index + 1).find(({ gap }) => gap > 0);
    // Nor does it wait for one that is due together with it.
    return { ...one, length: 5 * (next?.gap ?? 1), after: one.gap === 0 ? undefined : one.after };
  });
}

function planFrom(main: readonly Drawn[], fallback: readonly Drawn[]): Plan {
  const mainSteps = drafts(main, 'm');
  const ids = mainSteps.map(({ id }) => id);
  const back = drafts(fallback, 'd').map((draft, index) => {
    const undone = ids[fallback[index]?.undoes ?? ids.length];
    return { ...draft, undoes: undone === undefined ? [] : [undone] };
  });
  return makePlan({ main: mainSteps, fallback: back });
}

function drafts(all: readonly Drawn[], prefix: string): readonly StepDraft[] {
  let offset = 0;
  const offsets = all.map(({ gap }) => {
    offset += 5 * minute * gap;
    return offset;
  });
  return all.map(({ length, after, hold }, index) => {
    const earlier = offsets.flatMap((other, at) => (other < (offsets[index] ?? 0) ? [`${prefix}${at}`] : []));
    const only = after === undefined || index === 0 ? undefined : `${prefix}${after % index}`;
    return {
      id: `${prefix}${index}`,
      offset: offsets[index] ?? 0,
      duration: length * minute,
      after: only === undefined ? earlier : [only],
      hold,
      ...(hold ? { confirm: ['qc'] } : { actions: [sh()] }),
    };
  });
}
