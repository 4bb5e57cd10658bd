/** What the document, or a person, says of the window; the rest is left open in the plan. */
export type Window = {
  readonly date: string | undefined;
  readonly zone: string | undefined;
  /** Milliseconds from the opening to S. */
  readonly shift: number;
  /** Minutes since midnight. */
  readonly opens: number | undefined;
  readonly closes: number | undefined;
};
