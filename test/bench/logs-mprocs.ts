import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { letters, type PeerOptions, type PeerScene, peerEnv, peerPlace, peerScene } from './logs-peers.ts';
import { openPty } from './pty-program.ts';

export const mprocsVersion = '0.9.6';

/** Its program from the npm registry, into this folder; undefined where it can't be had. */
export async function installMprocs(folder: string): Promise<string | undefined> {
  const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  try {
    const args = ['install', '--prefix', folder, ...options, `mprocs@${mprocsVersion}`];
    await promisify(execFile)('npm', args, { timeout: 120_000 });
    const program: unknown = createRequire(join(folder, 'any.js'))('mprocs');
    return typeof program === 'string' ? program : undefined;
  } catch {
    return undefined;
  }
}

/** mprocs with two processes, one of them on the screen. A key chooses the other: its name is drawn anew. */
export async function openMprocs(options: PeerOptions): Promise<PeerScene> {
  const { folder, stream, pipe } = peerPlace(options);
  const config = join(folder, 'mprocs.json');
  const procs = { [lines]: { cmd: ['cat', pipe] }, [quiet]: { cmd: ['sleep', '120'] } };
  writeFileSync(config, JSON.stringify({ procs }));
  const program = openPty({ command: [options.program, '--config', config], env: peerEnv, cwd: folder });
  const close = async () => {
    stream.close();
    await program.close();
    endReaders(pipe);
    rmSync(folder, { recursive: true, force: true });
  };
  const keys = [
    { key: 'j', letter: quiet },
    { key: 'k', letter: lines },
  ];
  try {
    return await peerScene(quiet, { program, stream, keys, processes: [program.pid], close });
  } catch (error) {
    await close();
    throw error;
  }
}

/** What mprocs started keeps its own terminal open, and would wait for ever to write into it. */
function endReaders(pipe: string): void {
  const wanted = ['cat', pipe, ''].join('\0');
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger))
    if (commandOf(pid) === wanted) process.kill(pid, 'SIGKILL');
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

const [lines, quiet] = letters;
