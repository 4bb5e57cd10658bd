import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const source = join(root, 'source');

/** Which folders a folder may import from, besides itself: the street runs one way. */
const street: Readonly<Record<string, readonly string[]>> = {
  plan: [],
  run: ['plan'],
  journal: ['run', 'plan'],
  execute: ['run', 'plan'],
  session: ['journal', 'execute', 'run', 'plan'],
  ui: ['session', 'run', 'plan'],
  report: ['session', 'run', 'plan'],
  cli: ['report', 'ui', 'session', 'journal', 'execute', 'run', 'plan'],
};

/** The same within `execute/` and `ui/`, whose own files join these folders, or serve them all. */
const lanes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  execute: {
    shell: [],
    'ssh-settings': [],
    'host-keys': ['shell', 'ssh-settings'],
    'login-keys': ['shell', 'ssh-settings', 'host-keys'],
    signing: ['host-keys'],
    ssh: ['shell', 'ssh-settings', 'host-keys', 'login-keys'],
    openssh: ['shell', 'ssh-settings', 'host-keys'],
    supervisor: ['shell'],
    database: [],
    mail: [],
    secrets: [],
    http: [],
    wait: ['shell', 'database'],
    copy: ['shell'],
    js: [],
    preflight: ['shell', 'supervisor', 'database', 'mail', 'secrets', 'js'],
  },
  ui: {
    words: [],
    dialog: ['words'],
    header: ['dialog', 'words'],
    timeline: ['words'],
    hosts: [],
    log: ['hosts'],
    step: ['log', 'timeline', 'dialog', 'words'],
    split: ['log', 'hosts', 'timeline', 'words'],
    replay: ['log'],
    preflight: ['header', 'hosts', 'dialog'],
    plain: ['dialog', 'words'],
  },
};

/** Where a package may be imported. */
const homes: readonly (readonly [RegExp, RegExp])[] = [
  [/^(ink|react)(\/|$)/, /^ui\/(?!plain\/)/],
  [/^zx(\/|$)/, /^execute\/shell\/local-place\.ts$/],
  [/^ssh2$/, /^execute\//],
  [/^pg$/, /^execute\//],
  [/^nodemailer$/, /^execute\//],
  [/^node:sqlite$/, /^journal\//],
  [/^conf$/, /^cli\/preferences\.ts$/],
  [/^commander$/, /^cli\/(main|everyday-commands|option-values|completion\/\w+)\.ts$/],
  [/^mammoth$/, /^cli\/documents\/read-docx\.ts$/],
  [/^read-excel-file(\/|$)/, /^cli\/documents\/read-xlsx\.ts$/],
  [/^csv-parse(\/|$)/, /^cli\/documents\/read-csv\.ts$/],
  [/^(yauzl|fflate)$/, /^cli\/documents\/safe-zip\.ts$/],
  [/^parse5$/, /^plan\/import\/(read-html|html-tree)\.ts$/],
  [/^(micromark-extension|mdast-util)-gfm-table$/, /^plan\/import\/read-markdown\.ts$/],
  [/^temporal-polyfill$/, /^plan\/zone\.ts$/],
  [/^node:(fs|child_process|net|os)(\/|$)/, /^(journal|execute|cli)\//],
];

/** Time, timers and chance come in through these doors only. */
const doors = /^(session\/clock\.ts|execute\/(timers|random)\.ts|journal\/machine-clock\.ts|ui\/hooks\.ts)$/;
const wild = /\b(Date\.now|new Date\(\)|setTimeout|setInterval|setImmediate|Math\.random|performance\.now)\b/;

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(source, name), 'utf8') }));

test('there is a house to look at', () => {
  expect(files.length).toBeGreaterThan(50);
});

test('imports go one way along the street', () => {
  const wrong = files.flatMap(({ name, text }) => {
    const own = folderOf(name);
    return importsOf(text)
      .filter((target) => target.startsWith('.'))
      .map((target) => relative(source, resolve(source, dirname(name), target)))
      .filter((target) => folderOf(target) !== own && !(street[own] ?? []).includes(folderOf(target)))
      .map((target) => `${name} imports ${target}`);
  });
  expect(wrong).toEqual([]);
});

test.each(Object.entries(lanes))('within %s, too', (folder, allowed) => {
  const lane = (name: string) => (name.split('/').length > 2 ? (name.split('/')[1] ?? '') : '');
  const wrong = files
    .filter(({ name }) => folderOf(name) === folder && lane(name) !== '')
    .flatMap(({ name, text }) =>
      importsOf(text)
        .filter((target) => target.startsWith('.'))
        .map((target) => relative(source, resolve(source, dirname(name), target)))
        .filter((target) => folderOf(target) === folder && lane(target) !== '' && lane(target) !== lane(name))
        .filter((target) => !(allowed[lane(name)] ?? []).includes(lane(target)))
        .map((target) => `${name} imports ${target}`),
    );
  expect(wrong).toEqual([]);
});

test('each package has its home', () => {
  const wrong = files.flatMap(({ name, text }) =>
    importsOf(text)
      .filter((target) => homes.some(([what, where]) => what.test(target) && !where.test(name)))
      .map((target) => `${name} imports ${target}`),
  );
  expect(wrong).toEqual([]);
});

test('time, timers and chance come in by their doors', () => {
  const wrong = files
    .filter(({ name, text }) => !doors.test(name) && wild.test(text))
    .map(({ name }) => name);
  expect(wrong).toEqual([]);
});

test('nothing writes to the console, and files stay one idea long', () => {
  expect(files.filter(({ text }) => /\bconsole\./.test(text)).map(({ name }) => name)).toEqual([]);
  const long = files.filter(({ text }) => text.split('\n').length > 250).map(({ name }) => name);
  expect(long).toEqual([]);
});

test('no file imports itself through others', () => {
  const graph = new Map(files.map(({ name, text }) => [name, valueImports(name, text)]));
  const circles = [...graph.keys()].filter((name) => reaches(graph, name, name));
  expect(circles).toEqual([]);
});

function reaches(graph: ReadonlyMap<string, readonly string[]>, from: string, wanted: string): boolean {
  const seen = new Set<string>();
  const open = [...(graph.get(from) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === wanted) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(graph.get(next) ?? []));
  }
  return false;
}

function folderOf(name: string): string {
  return name.split('/')[0] ?? '';
}

function importsOf(text: string): readonly string[] {
  const pattern = /(?:from|import)\s*\(?\s*'([^']+)'/g;
  return [...text.matchAll(pattern)].map(([, target]) => target ?? '');
}

function valueImports(name: string, text: string): readonly string[] {
  const pattern = /^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'/gm;
  return [...text.matchAll(pattern)].map(([, target]) =>
    relative(source, resolve(source, dirname(name), target ?? '')),
  );
}
