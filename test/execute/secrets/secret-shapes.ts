/** What programs make of a secret when they print it. */
export const shapes: Readonly<Record<string, (secret: string) => string>> = {
  raw: (text) => text,
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64, one byte before': (text) => Buffer.from(`a${text}bc`).toString('base64'),
  'base64, two bytes before': (text) => Buffer.from(`ab${text}c`).toString('base64'),
  base64url: (text) => Buffer.from(`a${text}`).toString('base64url'),
  'base64 in lines': (text) => wrap(Buffer.from(`user:${text}:and more`).toString('base64'), 11, '\n'),
  'base64 in lines, in JSON': (text) => wrap(Buffer.from(text).toString('base64'), 7, '\\n'),
  'base64 in an address': (text) => encodeURIComponent(Buffer.from(`??>${text}`).toString('base64')),
  'in an address': encodeURIComponent,
  'in an address, all of it': percent,
  'in an address, large letters': (text) => percent(text).toUpperCase(),
  'in an address in an address': (text) => encodeURIComponent(percent(text)),
  'in a form': (text) => new URLSearchParams({ text }).toString().slice('text='.length),
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  'JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3),
  'JSON, all escaped': (text) => units(text, (code) => `\\u${code.toString(16).padStart(4, '0')}`),
  hex: (text) => Buffer.from(text).toString('hex'),
  'large hex with colons': (text) => pairs(text).join(':').toUpperCase(),
  'hex in words': (text) => pairs(text).join(' '),
  'quoted for a shell': (text) => `'${text.replaceAll("'", "'\\''")}'`,
  'quoted for a shell, as dash traces': (text) => `'${text.replaceAll("'", `'"'"'`)}'`,
  'printf %q': (text) => text.replace(/[ -&(-,:-@[-`{-~']/g, '\\$&'),
  SQL: (text) => `'${text.replaceAll("'", "''")}'`,
  HTML: (text) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
};

/** Six characters of a secret, or more, that somebody could read out of this text, decoding it as they like. */
export function readable(text: string, secret: string): readonly string[] {
  const characters = [...secret];
  const parts = characters.slice(5).map((_, at) => characters.slice(at, at + 6).join(''));
  const views = viewsOf(text);
  return parts.filter((part) => views.some((view) => view.includes(Buffer.from(part))));
}

function viewsOf(text: string): readonly Buffer[] {
  const plain = Buffer.from(text).toString('latin1');
  const joined = plain.replace(/\r?\n|\\n/g, '');
  const decoded = (step: (text: string) => string) => [
    step(plain),
    step(step(plain)),
    step(step(step(plain))),
  ];
  const texts = [
    plain,
    ...decoded((part) => part.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => byte(hex))),
    ...decoded((part) =>
      part.replaceAll('+', ' ').replace(/%([0-9a-f]{2})/gi, (_, hex: string) => byte(hex)),
    ),
    ...decoded(unescaped),
    plain.replaceAll("'\\''", "'"),
    plain.replaceAll(`'"'"'`, "'"),
    plain.replaceAll("''", "'"),
    plain.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&#39;', "'"),
  ];
  const base64 = joined.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => byte(hex));
  const runs = base64.match(/[A-Za-z0-9+/_-]{6,}/g) ?? [];
  const hex = plain.match(/[0-9a-f]{2}(?:[ :]?[0-9a-f]{2})*/gi) ?? [];
  return [
    ...texts.map((view) => Buffer.from(view, 'latin1')),
    ...runs.flatMap((run) => [0, 1, 2, 3].map((from) => Buffer.from(run.slice(from), 'base64'))),
    ...hex.flatMap((run) => [0, 1].map((from) => Buffer.from(run.replace(/[ :]/g, '').slice(from), 'hex'))),
  ];
}

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|([\s\S]))/gi, (_, code: string | undefined, plain: string) => {
    if (code !== undefined)
      return Buffer.from(String.fromCharCode(Number.parseInt(code, 16))).toString('latin1');
    return { n: '\n', r: '\r', t: '\t' }[plain] ?? plain;
  });
}

function byte(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

function pairs(text: string): readonly string[] {
  return Buffer.from(text).toString('hex').match(/../g) ?? [];
}

function percent(text: string): string {
  return pairs(text)
    .map((pair) => `%${pair}`)
    .join('');
}

function units(text: string, each: (code: number) => string): string {
  return Array.from({ length: text.length }, (_, at) => each(text.charCodeAt(at))).join('');
}

function wrap(text: string, width: number, end: string): string {
  return text.replace(new RegExp(`.{${width}}`, 'g'), `$&${end}`);
}
