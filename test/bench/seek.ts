export async function seekBench(_o: {
  readonly quick: boolean;
  readonly only: readonly string[] | undefined;
}): Promise<string> {
  return '';
}
