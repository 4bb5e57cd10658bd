/**
 * What Node runs before the text of a `js` fence, which stands in the job's script after the line that starts it.
 * Plain JavaScript, and never part of what is compared when somebody attaches: it reaches Node through the environment.
 */
export const jsPrelude = `
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const { GONOGO_ZX, GONOGO_HOSTS, GONOGO_VARS, GONOGO_STEP } = process.env;
for (const name of Object.keys(process.env)) {
  if (/^(?:GONOGO_(?:NODE|PRELUDE|ZX|HOSTS|VARS)|ZX_.*)$/.test(name)) delete process.env[name];
}
const source = readFileSync(process.argv[1], 'utf8').replace(/^.*\\n/, '');
// As if it stood in the folder in which it runs, so that imports are looked for from there.
const main = pathToFileURL(process.cwd() + '/' + GONOGO_STEP + '.js').href;
registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier === main) return { url: main, shortCircuit: true };
    return specifier === 'zx' ? { url: GONOGO_ZX, shortCircuit: true } : next(specifier, context);
  },
  load: (url, context, next) =>
    url === main ? { format: 'module', source, shortCircuit: true } : next(url, context),
});

const { default: _, ...zx } = await import(GONOGO_ZX);
const { $ } = zx;
// Children stay in the job's own group, so that a stop reaches them.
$.detached = false;
$.preferLocal = false;
$.verbose = true;
$.log = ({ kind, cmd, data, verbose }) => {
  if (!verbose) return;
  if (kind === 'cmd') process.stdout.write('$ ' + cmd + '\\n');
  if (kind === 'stdout') process.stdout.write(data);
  if (kind === 'stderr') process.stderr.write(data);
};
if (!$.shell) Object.assign($, { shell: '/bin/sh', prefix: 'set -eu;', quote: zx.quote });
Object.assign(globalThis, zx, { hosts: JSON.parse(GONOGO_HOSTS), vars: JSON.parse(GONOGO_VARS) });

try {
  await import(main);
} catch (error) {
  if (!(error instanceof zx.ProcessOutput)) throw error;
  const place = /\\(?(file:[^)\\s]+|[^)\\s]+\\.js:\\d+:\\d+)\\)?/.exec(error.message)?.[1];
  const how = error.signal ? 'was ended by ' + error.signal : 'ended with exit code ' + error.exitCode;
  process.stderr.write('a command ' + how + (place ? ', at ' + place.replace(/^.*\\//, '') : '') + '\\n');
  process.exitCode = error.exitCode || 1;
}
`;
