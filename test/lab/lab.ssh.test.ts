import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { needs } from '../helpers/needs.ts';
import { hostFaults } from './faults.ts';
import { type Lab, labHosts, previousTag, startLab } from './lab.ts';
import { sshExec } from './ssh.ts';
import type { Transport } from './ssh-hosts.ts';
import { canUseSshd } from './sshd.ts';
import { labProcesses } from './sweep.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const transports: readonly Transport[] = ['sshd', 'ssh2'];

describe.each(transports)('a lab on %s', (transport) => {
  if (transport === 'sshd' && (needs('sshd') || !canUseSshd())) return test.skip('this machine has no sshd');

  let lab: Lab;
  const run = (host: string, command: string) => sshExec(lab, host, command);

  beforeAll(async () => {
    lab = await startLab({ pace: 0.02, transport, database: false });
  });
  afterAll(() => lab?.stop());

  test('begins with seven running hosts on the previous release', async () => {
    expect(lab.transport).toBe(transport);
    expect(lab.hosts).toHaveLength(7);
    for (const name of labHosts) {
      const host = lab.host(name);
      expect([await host.deployedTag(), await host.running()]).toEqual([previousTag, true]);
      expect([await host.maintenance(), await host.properties()]).toEqual([false, '019']);
    }
  });

  test('a login is in the folder of its host, with the commands of the host first', async () => {
    const { stdout, code } = await run('sakaiprod2', 'pwd; echo "$HOME"; command -v sakai');
    const { dir } = lab.host('sakaiprod2');
    expect(stdout.split('\n')).toEqual([dir, dir, `${dir}/bin/sakai`, '']);
    expect(code).toBe(0);
  });

  test('a script on stdin, exit codes, stderr and signals arrive', async () => {
    expect(await run('sakaiprod1', 'echo to stderr >&2; exit 7')).toMatchObject({
      code: 7,
      stderr: 'to stderr\n',
    });
    expect(await run('sakaiprod1', 'kill -TERM $$')).toMatchObject({ signal: expect.stringMatching('TERM') });
  });

  test('stops, deploys and starts for real', async () => {
    const host = lab.host('sakaiprod4');
    const first = await host.pid();
    const refused = await run('sakaiprod4', 'setup-sakai-node.sh smartsite-019');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('Sakai is running') });

    expect(await run('sakaiprod4', 'maintenance on && sakai stop')).toMatchObject({ code: 0 });
    expect([await host.running(), await host.maintenance()]).toEqual([false, true]);
    expect(first !== undefined && labProcesses(lab.root).includes(first)).toBe(false);

    const deployed = await run('sakaiprod4', 'tag=smartsite-019; setup-sakai-node.sh "$tag"');
    expect(deployed.stdout).toContain('(6 of 6)');
    expect(await host.deployedTag()).toBe('smartsite-019');

    const started = await run('sakaiprod4', 'sakai start && check-log && maintenance off');
    expect(started.stdout).toMatch(/Server startup in \d+ ms/);
    expect([await host.running(), await host.maintenance()]).toEqual([true, false]);
    expect(await host.pid()).not.toBe(first);
  });

  test('starts with the properties file that lies in config-staging', async () => {
    const host = lab.host('sakaiprodmail1');
    await run(
      'sakaiprodmail1',
      'sakai stop; cd config-staging && rm sakai.properties && mv sakai.properties.018 sakai.properties; sakai start',
    );
    expect([await host.properties(), await host.propertiesInUse()]).toEqual(['018', '018']);
  });

  test('a deployment fails on demand, leaves the old release current, and works again', async () => {
    await run('sakaiprod3', 'sakai stop');
    await lab.fault({ host: 'sakaiprod3', kind: 'deploy-fails' });
    const failed = await run('sakaiprod3', 'setup-sakai-node.sh smartsite-019');
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('No space left') });
    expect(await lab.host('sakaiprod3').deployedTag()).toBe(previousTag);
    await lab.fault({ host: 'sakaiprod3', kind: 'deploy-fails' }, false);
    expect(await run('sakaiprod3', 'setup-sakai-node.sh smartsite-019')).toMatchObject({ code: 0 });
    expect(await lab.host('sakaiprod3').deployedTag()).toBe('smartsite-019');
  });

  test('a connection is lost on demand: no exit code at all', async () => {
    await run('sakaiprod5', 'sakai stop');
    await lab.fault({ host: 'sakaiprod5', kind: 'connection-lost' });
    const lost = await run('sakaiprod5', 'setup-sakai-node.sh smartsite-019').catch((error: Error) => error);
    if (!(lost instanceof Error)) expect(lost).toMatchObject({ code: undefined, signal: undefined });
  });

  test('a link falls silent on demand: nothing comes, and all of it once that is over', async () => {
    const silent = { host: 'sakaiprod2', kind: 'link-silent' } as const;
    await lab.fault(silent);
    const answer = run('sakaiprod2', 'echo "$LAB_HOST"');
    const first = await Promise.race([answer, run('sakaiprod1', 'sleep 0.3; echo "$LAB_HOST"')]);
    expect(first.stdout).toBe('sakaiprod1\n');
    await lab.fault(silent, false);
    expect(await answer).toMatchObject({ code: 0, stdout: 'sakaiprod2\n' });
  });

  test('a start fails on demand, and errors get into the log on demand', async () => {
    await run('sakaiprod6', 'sakai stop');
    await lab.fault({ host: 'sakaiprod6', kind: 'start-fails' });
    const failed = await run('sakaiprod6', 'sakai start');
    expect(failed).toMatchObject({ code: 1, stdout: expect.stringContaining('SEVERE') });
    expect(await lab.host('sakaiprod6').running()).toBe(false);
    await lab.fault({ host: 'sakaiprod6', kind: 'start-fails' }, false);
    await lab.fault({ host: 'sakaiprod6', kind: 'log-errors' });
    const checked = await run('sakaiprod6', 'sakai start >/dev/null && check-log');
    expect(checked).toMatchObject({ code: 1, stdout: expect.stringContaining('ERROR') });
  });

  test('faults are switched from a shell, too', async () => {
    const script = fileURLToPath(new URL('./fault.ts', import.meta.url));
    const fault = (...args: string[]) =>
      promisify(execFile)(process.execPath, [script, '--lab', lab.root, ...args], { encoding: 'utf8' });
    await fault('sakaiprod1', 'log-errors', 'on');
    expect((await fault()).stdout).toContain('sakaiprod1: log-errors\n');
    await fault('sakaiprod1', 'log-errors', 'off');
    expect((await fault()).stdout).toContain('sakaiprod1: no faults\n');
    const { stdout: help } = await fault('--help');
    for (const kind of [...Object.keys(hostFaults), 'script-error']) expect(help).toContain(`\n  ${kind} `);
    await expect(fault('sakaiprod9', 'slow', 'on')).rejects.toThrow('the lab has no host sakaiprod9');
    await expect(fault('sakaiprod1', 'no-such-fault', 'on')).rejects.toMatchObject({ code: 2 });
  });

  test('takes a mail and keeps it as a file', async () => {
    const transport = createTransport(lab.env.GONOGO_SMTP);
    await transport.sendMail({
      from: 'a@example.org',
      to: 'b@example.org',
      subject: 'Done',
      text: 'All well',
    });
    transport.close();
    expect(lab.mail.mails).toMatchObject([{ raw: expect.stringContaining('Subject: Done') }]);
    expect(await readdir(lab.mail.folder)).toEqual(['001.eml']);
  });

  test.skipIf(needs('ssh'))('the system ssh gets in with the config alone', async () => {
    const login = promisify(execFile)('ssh', ['-F', lab.sshConfig, 'sakaiprod2', 'echo "$LAB_HOST"']);
    expect(await login).toMatchObject({ stdout: 'sakaiprod2\n' });
  });

  test('nothing is left after stop', async () => {
    expect(labProcesses(lab.root)).not.toEqual([]);
    await lab.stop();
    expect(labProcesses(lab.root)).toEqual([]);
    expect(existsSync(lab.root)).toBe(false);
    await lab.stop();
  });
});
