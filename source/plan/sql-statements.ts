/** One statement of a text, without the semicolon that ends it. */
export type SqlStatement = {
  readonly text: string;
  /** Where it begins in the whole text: its line, from 1, and how many characters stand before it. */
  readonly line: number;
  readonly before: number;
};

/**
 * The statements of a text, so that each can be told apart from the others, and an error be placed. Undefined for what
 * only the server can read: a body (`BEGIN ATOMIC`) whose semicolons end no statement, a comment in a comment.
 */
export function sqlStatements(text: string): readonly SqlStatement[] | undefined {
  if (BEYOND_US.test(text)) return undefined;
  const found: { readonly from: number; readonly line: number; to: number }[] = [];
  let line = 1;
  let inside = false;
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const blank = isBlank(token);
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    // A rule's actions stand in parentheses, with semicolons between them.
    if (token === ';' && depth <= 0) inside = false;
    else if (!blank) {
      const last = found.at(-1);
      if (inside && last !== undefined) last.to = index + token.length;
      else found.push({ from: index, line, to: index + token.length });
      inside = true;
    }
    line += token.split('\n').length - 1;
  }
  let characters = 0;
  let counted = 0;
  return found.map(({ from, line: at, to }) => {
    characters += [...text.slice(counted, from)].length;
    counted = from;
    return { text: text.slice(from, to), line: at, before: characters };
  });
}

/** A command of psql's own (`\\copy`), which no server knows; undefined where there is none. */
export function psqlCommand(text: string): { readonly name: string; readonly line: number } | undefined {
  let line = 1;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === '\\') {
      const name = /^\\[a-z!?]*/i.exec(text.slice(index))?.[0] ?? token;
      return { name, line };
    }
    line += token.split('\n').length - 1;
  }
  return undefined;
}

/** Begins or ends a transaction by its own words. */
export function controlsTransaction({ text }: SqlStatement): boolean {
  const words = text.replace(COMMENTS, ' ').trimStart();
  return /^(?:begin|start\s+transaction|commit|end|rollback(?!\s+to\b)|abort|prepare\s+transaction)\b/i.test(
    words,
  );
}

function isBlank(token: string): boolean {
  return /^(\s|--|\/\*)/.test(token);
}

const COMMENTS = /--[^\n]*|\/\*[\s\S]*?\*\//g;

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
