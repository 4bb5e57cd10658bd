/** A key, or a place in a list. */
export type JsonStep = string | number;

/** `$.db.status=UP`: something is there and, where `value` is given, is that. */
export type JsonExpectation = {
  /** As written, without the value. */
  readonly text: string;
  readonly path: readonly JsonStep[];
  readonly value: string | undefined;
};

const STEP = /\.([A-Za-z_][\w-]*)|\[(\d{1,6})\]|\['([^']*)'\]/y;

/**
 * Reads a small part of JSONPath: `$`, `.key`, `['any key']` and `[0]`; then maybe `=value`. Undefined for anything
 * else: no wildcards, no filters, no slices.
 */
export function parseJsonExpectation(text: string): JsonExpectation | undefined {
  const whole = text.trim();
  if (!whole.startsWith('$')) return undefined;
  const path: JsonStep[] = [];
  STEP.lastIndex = 1;
  let end = 1;
  for (let step = STEP.exec(whole); step !== null; step = STEP.exec(whole)) {
    const [, key, place, quoted] = step;
    path.push(place === undefined ? (key ?? quoted ?? '') : Number(place));
    end = STEP.lastIndex;
  }
  const rest = whole.slice(end).trim();
  if (rest === '') return { text: whole, path, value: undefined };
  if (!rest.startsWith('=')) return undefined;
  return { text: whole.slice(0, end), path, value: rest.slice(1).trim() };
}

export type JsonFound = { readonly type: 'found'; readonly value: unknown } | { readonly type: 'missing' };

export function lookUp(root: unknown, path: readonly JsonStep[]): JsonFound {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) {
      return { type: 'missing' };
    }
    if (Array.isArray(value) !== (typeof step === 'number')) return { type: 'missing' };
    value = Reflect.get(value, step);
  }
  return { type: 'found', value };
}

/** Texts are compared as they are, all else as JSON writes it: `true`, `3`, `null`, `["a","b"]`. */
export function jsonText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
