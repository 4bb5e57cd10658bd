/** Bundles the program into dist/gonogo.js. Packages that talk to the world stay packages and load when needed. */
import { build, type Plugin } from 'esbuild';

const external = ['zx', 'zx/core', 'ssh2', 'pg', 'nodemailer', 'conf', 'ssh-config'];

/** Ink asks for React's developer tools only in development; the bundle has none. */
const noDevtools: Plugin = {
  name: 'no-devtools',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'nothing' }));
    onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: 'export default {};' }));
  },
};

await build({
  entryPoints: ['source/cli/main.ts'],
  outfile: 'dist/gonogo.js',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  jsx: 'automatic',
  external,
  plugins: [noDevtools],
  // Yoga loads its WASM through fetch where there is one, and that pulls in all of undici at start.
  define: { 'process.env.NODE_ENV': '"production"', fetch: 'undefined' },
  banner: {
    js: "import { createRequire as gonogoRequire } from 'node:module'; const require = gonogoRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
