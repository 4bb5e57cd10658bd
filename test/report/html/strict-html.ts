/** What may stand in a report: by tag, its attributes. Anything else that looks like markup fails. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  html: ['lang'],
  meta: ['charset', 'http-equiv', 'content', 'name'],
  a: ['href'],
  div: ['class', 'role', 'tabindex', 'aria-label'],
  nav: ['aria-label'],
  section: ['id'],
  th: ['scope', 'class'],
  td: ['class', 'data-label'],
  span: ['class', 'title'],
  strong: ['class'],
  details: ['open'],
  p: ['class'],
  dl: ['class'],
  ul: ['class'],
  svg: ['class', 'viewBox', 'role', 'aria-label', 'aria-hidden'],
  rect: ['class', 'x', 'y', 'width', 'height'],
  line: ['class', 'x1', 'x2', 'y1', 'y2'],
  text: ['class', 'x', 'y', 'text-anchor'],
  ...Object.fromEntries(
    'head title style body header main footer h1 h2 h3 h4 li dt dd table thead tbody tr pre code br summary g'
      .split(' ')
      .map((tag) => [tag, []]),
  ),
};

const empty = new Set(['meta', 'br']);

/** The text of a page, entities as they stand. Throws at any tag or attribute that is not allowed, or not closed. */
export function readStrictly(page: string): string {
  const open: string[] = [];
  const body = page.replace(/^<!doctype html>\n/, '').replace(/<style>[^<]*<\/style>/, '<style></style>');
  const text = body.replace(
    /<(\/?)([a-z0-9]+)((?: [a-zA-Z0-9-]+="[^"<>]*")*)(\/?)>/g,
    (tag, end, name, attributes, closed) => {
      const known = allowed[name];
      if (known === undefined) throw new Error(`tag ${tag}`);
      for (const [, attribute = '', value = ''] of attributes.matchAll(/ ([a-zA-Z0-9-]+)="([^"]*)"/g)) {
        if (!known.includes(attribute)) throw new Error(`attribute ${attribute} in ${tag}`);
        if (attribute === 'href' && !/^#[a-z]+$/.test(value)) throw new Error(`link ${tag}`);
      }
      if (end === '/' && open.pop() !== name) throw new Error(`${tag} closes something else`);
      if (end === '' && closed === '' && !empty.has(name)) open.push(name);
      return '';
    },
  );
  if (open.length > 0) throw new Error(`not closed: ${open.join(', ')}`);
  if (/[<>]/.test(text)) throw new Error(`markup in text: ${/.{0,40}[<>].{0,40}/.exec(text)?.[0]}`);
  return text;
}
