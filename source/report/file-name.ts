/**
 * Names that are safe as names of files anywhere, each given once to the same text: what a plan calls a step or a host
 * may be neither short nor plain.
 */
export function uniqueNames(): (text: string, ending?: string) => string {
  const given = new Set<string>();
  return (text, ending = '') => {
    const plain =
      text
        .replace(/[^\w.@-]+/g, '_')
        .replace(/^[.-]+/, '_')
        .slice(0, longest) || '_';
    for (let count = 1; ; count += 1) {
      const name = `${plain}${count === 1 ? '' : `.${count}`}${ending}`;
      // Some file systems know no upper and lower case.
      if (given.has(name.toLowerCase())) continue;
      given.add(name.toLowerCase());
      return name;
    }
  };
}

const longest = 100;
