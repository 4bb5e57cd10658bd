import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { preflightScript } from '../../../source/execute/preflight/preflight-script.ts';
import { attachScript } from '../../../source/execute/supervisor/supervisor-follow-script.ts';
import { killScript } from '../../../source/execute/supervisor/supervisor-kill-script.ts';
import { startScript } from '../../../source/execute/supervisor/supervisor-start-script.ts';
import { needs } from '../../helpers/needs.ts';

const place = { name: 'RUN1.step.1.0.local', nonce: 'gonogo-0123456789abcdef0123456789abcdef' };
const delivered = { stdout: 17, stderr: 0 };

/** Every text that a host's shell is ever given, with whatever a plan may bring into it. */
const scripts: Readonly<Record<string, string>> = {
  start: startScript({
    ...place,
    delivered,
    seal: 'ab'.repeat(16),
    env: { QUOTES: `it's "x" \\ $HOME \`id\``, LINES_: 'a\nb' },
    cwd: `~/it's here`,
    commands: `cat <<EOF\nit's "$1"\nEOF\n`,
  }),
  attach: attachScript({ ...place, delivered, begun: true }),
  'attach to what may never have begun': attachScript({ ...place, delivered, begun: false }),
  kill: killScript({ ...place, grace: 0.5, begun: true }),
  'kill what may never have begun': killScript({ ...place, grace: 10, begun: false }),
  preflight: preflightScript({ nonce: place.nonce, sudo: true }),
};

describe.each([
  ['dash', ['-n']],
  ['bash', ['--posix', '-n']],
  ['busybox', ['sh', '-n']],
])('%s parses', (shell, args) => {
  test.skipIf(needs(shell)).each(Object.keys(scripts))('%s', (name) => {
    const { status, stderr } = spawnSync(shell, args, { input: scripts[name], encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
