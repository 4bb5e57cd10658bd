type Vars = Readonly<Record<string, string>>;

/**
 * A text with the values that variables have in another plan: `Release 019` and `Release 020` say the same where both
 * are `Release {{tag}}`.
 */
export function retell(text: string, { from, to }: { readonly from: Vars; readonly to: Vars }): string {
  const other = new Map(
    Object.entries(from).flatMap(([name, value]) => {
      const now = Object.hasOwn(to, name) ? to[name] : undefined;
      return value === '' || now === undefined ? [] : [[value, now] as const];
    }),
  );
  if (other.size === 0) return text;
  // The longest first, and all at once: one value may be a part of another, or become one.
  const values = [...other.keys()].toSorted((a, b) => b.length - a.length).map(literally);
  return text.replace(new RegExp(values.join('|'), 'g'), (value) => other.get(value) ?? value);
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
