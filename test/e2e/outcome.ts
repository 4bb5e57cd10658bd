import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { hostDir } from '../lab/host-scripts.ts';
import type { Lab } from '../lab/lab.ts';

/** Every host open and on the new release, the database changed by the scripts. */
export async function expectReleased(lab: Lab): Promise<void> {
  expect(await hostsOf(lab)).toEqual(everyHost(lab, { tag: 'smartsite-019', properties: '019' }));
  expect([await lab.database.changed(), await newestMarker(lab)]).toEqual([true, 'gradebook2-scripts']);
}

/** Every host open and on the previous release with its properties, the database as it was at the release marker. */
export async function expectBack(lab: Lab): Promise<void> {
  expect(await hostsOf(lab)).toEqual(everyHost(lab, { tag: 'smartsite-018', properties: '018' }));
  expect([await lab.database.changed(), await newestMarker(lab)]).toEqual([false, 'release-2009-08-18']);
}

/** What the supervisor of steps has left on the hosts: output and exit codes that are in the journal. */
export async function jobsLeft(lab: Lab): Promise<readonly string[]> {
  const folders = lab.hosts.map((name) => join(hostDir(lab.root, name), '.local/state/gonogo/jobs'));
  return (await Promise.all(folders.map((folder) => readdir(folder)))).flat();
}

type HostLook = {
  readonly name: string;
  readonly tag: string;
  readonly properties: string | undefined;
  readonly running: boolean;
  readonly maintenance: boolean;
};

function everyHost(lab: Lab, look: Pick<HostLook, 'tag' | 'properties'>): readonly HostLook[] {
  return lab.hosts.map((name) => ({ name, ...look, running: true, maintenance: false }));
}

async function hostsOf(lab: Lab): Promise<readonly HostLook[]> {
  return Promise.all(
    lab.hosts.map(async (name) => {
      const host = lab.host(name);
      return {
        name,
        tag: await host.deployedTag(),
        properties: await host.propertiesInUse(),
        running: await host.running(),
        maintenance: await host.maintenance(),
      };
    }),
  );
}

async function newestMarker(lab: Lab): Promise<unknown> {
  const [row] = await lab.database.query(
    'sakai',
    'SELECT name FROM gonogo_marker ORDER BY written_at DESC LIMIT 1',
  );
  return row?.name;
}
