import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createCopyExecutor } from '../../../source/execute/copy/copy-executor.ts';
import { createSshPool } from '../../../source/execute/ssh/ssh-pool.ts';
import { createSshSetup } from '../../../source/execute/ssh/ssh-setup.ts';
import type { CopyFile } from '../../../source/plan/copy-action.ts';
import { makeJob } from '../../helpers/action-job.ts';
import { needs, pathOf } from '../../helpers/needs.ts';
import { writeClientFiles } from '../../helpers/ssh-client-files.ts';
import { makeKey } from '../../helpers/ssh-keys.ts';
import { cleanUp, folder, hostKey, userKey } from '../../helpers/ssh-scene.ts';
import { startSshd } from '../../helpers/sshd.ts';

const sftp = ['Subsystem sftp internal-sftp'];

async function scene({ config = sftp, knownKey = hostKey.publicLine } = {}) {
  const server = await startSshd({
    folder,
    hostKeys: [hostKey.path],
    authorizedKeys: [userKey.publicLine],
    config,
  });
  const host = { name: 'head', ...server, hostKeys: [knownKey] };
  const { configFile } = writeClientFiles({ folder, hosts: [host], identity: userKey.path });
  const transport = createSshPool({ setup: createSshSetup({ configFile }) });
  const executor = createCopyExecutor({ transport: async () => transport });
  cleanUp(async () => {
    await executor.close();
    await transport.close();
    await server.stop();
  });
  const start = (files: readonly CopyFile[], { mode, timeout }: { mode?: number; timeout?: number } = {}) => {
    const made = makeJob(
      {
        kind: 'copy',
        on: { type: 'hosts', expression: 'head', hosts: ['head'] },
        copy: { files, mode },
      },
      { target: 'head', timeout, env: { tag: 'v2' } },
    );
    return { ...made, done: executor.perform(made.job) };
  };
  const copy = async (files: readonly CopyFile[], options?: { mode?: number; timeout?: number }) => {
    const { done, output } = start(files, options);
    return { ...(await done), output: output() };
  };
  return { copy, start, server };
}

function there(): string {
  const made = join(folder, "the host's $HOME `folder`");
  mkdirSync(made, { recursive: true });
  return made;
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o7777).toString(8);
}

describe.skipIf(needs('sshd'))('over a real sshd', () => {
  test('a file goes up whole, with its permissions, and another goes down', async () => {
    const { copy } = await scene();
    const source = join(folder, 'app v2.war');
    const bytes = randomBytes(3_000_000);
    writeFileSync(source, bytes);
    chmodSync(source, 0o750);
    const target = join(there(), 'app-v2.war');
    const back = join(folder, 'logs', 'head.war');
    const {
      result,
      output,
      hostKey: shown,
    } = await copy([
      {
        verb: 'put',
        from: join(folder, 'app $tag.war'),
        to: join(there().replaceAll('$', '$$$$'), 'app-$tag.war'),
      },
      {
        verb: 'get',
        from: join(there().replaceAll('$', '$$$$'), 'app-$tag.war'),
        to: join(folder, 'logs', '$host.war'),
      },
    ]);
    expect(result).toEqual({ type: 'exited', code: 0 });
    expect(shown).toMatch(/^SHA256:/);
    expect(readFileSync(target).equals(bytes)).toBe(true);
    expect(modeOf(target)).toBe('750');
    expect(readFileSync(back).equals(bytes)).toBe(true);
    expect(output).toMatch(/put .* to .*: 3\.0 MB in \d+\.\d s, sha256 [0-9a-f]{12}\ngot .*\n$/);
    expect(readdirSync(there())).toEqual(['app-v2.war']);
    expect(readdirSync(join(folder, 'logs'))).toEqual(['head.war']);
  });

  test('what is replaced keeps its permissions and its owner; mode= has its own', async () => {
    const { copy } = await scene();
    const source = join(folder, 'new');
    writeFileSync(source, 'new');
    const target = join(there(), 'conf').replaceAll('$', '$$$$');
    const real = join(there(), 'conf');
    writeFileSync(real, 'old');
    chmodSync(real, 0o604);
    if (process.getuid?.() === 0) chownSync(real, 12, 34);
    const { uid, gid } = statSync(real);
    expect((await copy([{ verb: 'put', from: source, to: target }])).result.type).toBe('exited');
    expect(readFileSync(real, 'utf8')).toBe('new');
    expect(modeOf(real)).toBe('604');
    expect(statSync(real)).toMatchObject({ uid, gid });
    await copy([{ verb: 'put', from: source, to: target }], { mode: 0o640 });
    expect(modeOf(real)).toBe('640');
  });

  test('a link, a folder, a missing source: nothing is touched', async () => {
    const { copy } = await scene();
    const source = join(folder, 'new');
    writeFileSync(source, 'new');
    const place = join(folder, 'there');
    mkdirSync(join(place, 'sub'), { recursive: true });
    writeFileSync(join(place, 'real'), 'old');
    symlinkSync('real', join(place, 'link'));
    const reasons: string[] = [];
    for (const file of [
      { verb: 'put', from: source, to: join(place, 'link') },
      { verb: 'put', from: source, to: join(place, 'sub') },
      { verb: 'put', from: join(folder, 'missing'), to: join(place, 'x') },
      { verb: 'put', from: source, to: join(place, 'no/such/folder/x') },
      { verb: 'get', from: join(place, 'missing'), to: join(folder, 'x') },
    ] as const) {
      const { result } = await copy([file]);
      expect(result.type).toBe('failed');
      reasons.push('reason' in result ? result.reason : '');
    }
    expect(reasons).toEqual([
      expect.stringContaining('is a link: name the file that it leads to'),
      expect.stringContaining('is a folder'),
      expect.stringContaining("can't be read"),
      expect.stringContaining('No such file'),
      expect.stringContaining('is not there'),
    ]);
    expect(readFileSync(join(place, 'real'), 'utf8')).toBe('old');
    expect(readdirSync(place).sort()).toEqual(['link', 'real', 'sub']);
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });

  test('a stop and the end of the time leave the old file, and no part of the new one', async () => {
    const { start } = await scene();
    const source = join(folder, 'huge');
    writeFileSync(source, '');
    truncateSync(source, 2_000_000_000);
    const place = join(folder, 'there');
    mkdirSync(place);
    const target = join(place, 'app');
    writeFileSync(target, 'old');
    const stopped = start([{ verb: 'put', from: source, to: target }]);
    await expect.poll(() => readdirSync(place).length, { timeout: 30_000 }).toBe(2);
    stopped.stop();
    expect((await stopped.done).result).toEqual({ type: 'stopped' });
    expect(stopped.output()).toContain('! cut off: the file that was under way has replaced nothing');
    expect(readdirSync(place)).toEqual(['app']);
    const late = start([{ verb: 'put', from: source, to: target }], { timeout: 200 });
    expect((await late.done).result).toEqual({ type: 'timed-out', after: 200 });
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(readdirSync(place)).toEqual(['app']);
  }, 60_000);

  test('what arrives otherwise than it was sent replaces nothing', async () => {
    const tools = join(folder, 'tools');
    mkdirSync(tools);
    writeFileSync(join(tools, 'sha256sum'), `#!/bin/sh\necho ${'0'.repeat(64)}\n`, { mode: 0o755 });
    const { copy } = await scene({ config: [...sftp, `SetEnv PATH=${tools}:/usr/bin:/bin`] });
    const place = join(folder, 'there');
    mkdirSync(place);
    writeFileSync(join(place, 'app'), 'old');
    writeFileSync(join(folder, 'new'), 'new');
    const { result } = await copy([{ verb: 'put', from: join(folder, 'new'), to: join(place, 'app') }]);
    expect(result).toEqual({
      type: 'failed',
      reason: 'what arrived is not what was sent: sha256 000000000000, not 11507a0e2f5e',
    });
    expect(readFileSync(join(place, 'app'), 'utf8')).toBe('old');
    expect(readdirSync(place)).toEqual(['app']);
    const back = await copy([{ verb: 'get', from: join(place, 'app'), to: join(folder, 'back') }]);
    expect(back.result).toMatchObject({ reason: expect.stringContaining('does somebody write to it?') });
    expect(existsSync(join(folder, 'back'))).toBe(false);
  });

  test.skipIf(needs('openssl'))(
    'openssl tells the digest where nothing else does; without it nobody can',
    async () => {
      const tools = join(folder, 'tools');
      mkdirSync(tools);
      for (const name of ['sh', 'mv', 'chmod', 'rm', 'openssl']) {
        symlinkSync(pathOf(name) ?? name, join(tools, name));
      }
      const { copy } = await scene({ config: [...sftp, `SetEnv PATH=${tools}`] });
      writeFileSync(join(folder, 'new'), 'new');
      const file = { verb: 'put', from: join(folder, 'new'), to: join(folder, 'app') } as const;
      expect((await copy([file])).result).toEqual({ type: 'exited', code: 0 });
      unlinkSync(join(tools, 'openssl'));
      expect((await copy([file])).result).toMatchObject({
        type: 'failed',
        reason: expect.stringContaining('neither sha256sum nor shasum nor openssl'),
      });
    },
  );

  test('a host that is another one, and one without sftp', async () => {
    const stranger = makeKey({ folder, name: 'stranger' });
    const foreign = await scene({ knownKey: stranger.publicLine });
    const file = { verb: 'put', from: userKey.path, to: join(folder, 'x') } as const;
    expect((await foreign.copy([file])).result.type).toBe('refused');
    const bare = await scene({ config: [] });
    expect((await bare.copy([file])).result).toMatchObject({
      type: 'refused',
      reason: expect.stringContaining('no way to its files (sftp)'),
    });
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });
});
