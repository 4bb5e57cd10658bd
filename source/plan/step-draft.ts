import type { Attribute } from './attributes.ts';
import type { Step } from './plan.ts';

/** A step that is read, but not yet placed among the others: what refers to steps is still a list of names. */
export type StepDraft = Omit<Step, 'id' | 'number' | 'duration' | 'after' | 'undoes'> & {
  /** As written with `#`. */
  readonly givenId: Attribute | undefined;
  readonly givenDuration: number | undefined;
  readonly givenAfter: Attribute | undefined;
  readonly givenUndoes: Attribute | undefined;
  /** Where the step's line stands, for problems found later. */
  readonly place: { readonly offset: number; readonly length: number };
};
