import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ownKnownHostsPath } from '../../execute/host-keys/own-known-hosts.ts';
import { bad, type DoctorCheck, type DoctorWorld, type Finding, ok, warn } from './doctor-check.ts';

export const knownHostsCheck: DoctorCheck = {
  name: 'known hosts',
  look: async ({ io: { env }, home, plan }: DoctorWorld) => {
    const files = [join(home, '.ssh', 'known_hosts'), ownKnownHostsPath({ env, home })];
    const found = (await Promise.all(files.map(look))).filter((finding) => finding !== undefined);
    if (found.length > 0) return found;
    if (plan?.hosts.length === 0) return [ok('none, and the plan needs none: it names no hosts')];
    const pinned = plan?.hosts.every((host) => (plan.hostKeys[host] ?? []).length > 0);
    if (pinned) return [ok('none; the plan pins the keys of all its hosts')];
    return [warn('no host is known yet, and none that is unknown is spoken to', 'gonogo trust PLAN')];
  },
};

async function look(file: string): Promise<Finding | undefined> {
  try {
    const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => /^[^#\s]/.test(line));
    const { mode } = await stat(file);
    if ((mode & 0o022) !== 0) {
      return bad(`${file} can be written by others, who could make any host known`, `chmod go-w ${file}`);
    }
    return ok(`${file}: ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    return bad(`${file} can't be read (${String(code)})`, 'make it your own, and readable: chmod u+r');
  }
}
