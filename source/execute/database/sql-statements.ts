/**
 * The line, from 1, on which each statement of a text begins, so that an error without a position can be placed.
 * Undefined for what only the server can read: a body (`BEGIN ATOMIC`) whose semicolons end no statement, a comment in a comment.
 */
export function statementLines(text: string): readonly number[] | undefined {
  if (BEYOND_US.test(text)) return undefined;
  const lines: number[] = [];
  let line = 1;
  let inside = false;
  let depth = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    const blank = /^(\s|--|\/\*)/.test(token);
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    // A rule's actions stand in parentheses, with semicolons between them.
    if (token === ';' && depth <= 0) inside = false;
    else if (!blank && !inside) {
      lines.push(line);
      inside = true;
    }
    line += token.split('\n').length - 1;
  }
  return lines;
}

const BEYOND_US = /\bbegin\s+atomic\b|\/\*(?:(?!\*\/)[\s\S])*\/\*/i;

/** Comments, strings (also E'' and dollar quoted) and quoted names are single tokens; all else goes character by character. */
const TOKEN = new RegExp(
  [
    /\s+/,
    /--[^\n]*/,
    /\/\*[\s\S]*?(?:\*\/|$)/,
    /[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/,
    /'(?:[^']|'')*(?:'|$)/,
    /"[^"]*(?:"|$)/,
    /\$([A-Za-z_]\w*)?\$[\s\S]*?(?:\$\1\$|$)/,
    /\w+/,
    /[\s\S]/,
  ]
    .map((pattern) => pattern.source)
    .join('|'),
  'g',
);
