/** `$name` and `${name}` as in a shell; `$$` is a `$`, and a `$` before anything else stands for itself. */
const USE = /\$(?:\{([A-Za-z_]\w{0,99})\}|([A-Za-z_]\w{0,99})|(\$))/g;

/** The names that a text uses, in order. */
export function usedNames(text: string): readonly string[] {
  return [...text.matchAll(USE)].flatMap(([, braced, bare]) => {
    const name = braced ?? bare;
    return name === undefined ? [] : [name];
  });
}

/** Puts values in their places, each through `encode`; a name without a value stays as it is written. */
export function fillValues(
  text: string,
  values: Readonly<Record<string, string>>,
  encode: (value: string) => string = (value) => value,
): string {
  return text.replace(USE, (whole, braced?: string, bare?: string, dollar?: string) => {
    if (dollar !== undefined) return dollar;
    const name = braced ?? bare ?? '';
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? whole : encode(value);
  });
}
