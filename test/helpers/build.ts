/** Bundles the program into dist/gonogo.js. Packages that talk to the world stay packages and load when needed. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { build, type Plugin } from 'esbuild';
import { processIo } from '../../source/cli/io.ts';
import { buildProgram } from '../../source/cli/main.ts';
import { frontMatterJsonSchema, JSON_SCHEMA_FILE } from '../../source/plan/front-matter-json-schema.ts';
import { keptRows } from './ink-rows.ts';
import { manPage } from './man-page.ts';

const external = [
  ...['zx', 'zx/core', 'ssh2', 'pg', 'nodemailer', 'conf', 'ssh-config'],
  ...['mammoth', 'read-excel-file', 'csv-parse', 'yauzl', 'fflate', 'parse5'],
  ...['micromark-extension-gfm-table', 'mdast-util-gfm-table'],
];

/** Ink asks for React's developer tools only in development; the bundle has none. */
const noDevtools: Plugin = {
  name: 'no-devtools',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'nothing' }));
    onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: 'export default {};' }));
  },
};

/** Zod brings its messages in some fifty languages; ours are English. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup: ({ onLoad }) => {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/** Imported the usual way, all of Node's modules that anything uses would load, with all they lazily hold, at every start. */
const nodeWhenNeeded: Plugin = {
  name: 'node-when-needed',
  setup: ({ onResolve, onLoad }) => {
    // Commander starts no program for us, and what could is slow to load.
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: 'no-programs', namespace: 'nothing' } : undefined,
    );
    onResolve({ filter: /./ }, ({ path }) => {
      const name = path.replace(/^node:/, '');
      return path === `node:${name}` || builtinModules.includes(name)
        ? { path: name, namespace: 'node' }
        : undefined;
    });
    onLoad({ filter: /./, namespace: 'node' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('node:${path}');`,
      loader: 'js',
    }));
  },
};

/** Measuring letters beyond ASCII loads large tables; the screens' own signs need none of them. */
const quickWidth: Plugin = {
  name: 'quick-width',
  setup: ({ onResolve, onLoad, resolve }) => {
    onResolve({ filter: /^string-width$/ }, async ({ importer, namespace, resolveDir, pluginData }) => {
      if (pluginData === 'tables') return undefined;
      const place = namespace === 'width' ? { resolveDir } : { importer, resolveDir };
      const { path } = await resolve('string-width', {
        ...place,
        kind: 'import-statement',
        pluginData: 'tables',
      });
      return namespace === 'width' ? { path } : { path, namespace: 'width' };
    });
    onLoad({ filter: /./, namespace: 'width' }, ({ path }) => ({
      resolveDir: process.cwd(),
      contents: `
        import { narrowLength } from './source/plan/text-width.ts';
        const styles = /\\x1b\\[[\\d;]*m/g;
        let tables;
        export default function stringWidth(text, options) {
          const plain = options === undefined && text.includes('\\x1b') ? text.replace(styles, '') : text;
          const quick = narrowLength(plain);
          if (quick !== undefined) return quick;
          tables ??= require(${JSON.stringify(path)}).default;
          return tables(text, options);
        }`,
    }));
  },
};

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

const outfile = 'dist/gonogo.js';
/** Renamed when it is whole: another may start the program meanwhile. */
const unfinished = `dist/gonogo.${process.pid}.js`;

await build({
  entryPoints: ['source/cli/main.ts'],
  outfile: unfinished,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  jsx: 'automatic',
  external,
  plugins: [nodeWhenNeeded, noDevtools, englishOnly, quickWidth, keptRows],
  // Yoga loads its WASM through fetch where there is one, and that pulls in all of undici at start.
  define: { 'process.env.NODE_ENV': '"production"', fetch: 'undefined' },
  banner: {
    js: "import { createRequire as gonogoRequire } from 'node:module'; const require = gonogoRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
renameSync(unfinished, outfile);

const program = buildProgram({ io: processIo(), version, done: () => undefined });
mkdirSync('man', { recursive: true });
writeFileSync('man/gonogo.1', manPage(program, version));
writeFileSync(`dist/${JSON_SCHEMA_FILE}`, `${JSON.stringify(frontMatterJsonSchema(), null, 2)}\n`);
