import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CommonOptions, identityFor, journalFile } from '../../source/cli/settings.ts';
import { makePlan } from '../helpers/plan.ts';
import { temporaryFolders } from '../journal/temporary-folder.ts';
import { createTestIo } from './test-io.ts';

const newFolder = temporaryFolders();
const plan = makePlan({ main: [{ id: 'a' }] });

function identify(options: CommonOptions, env: NodeJS.ProcessEnv = {}) {
  const io = createTestIo('', { XDG_CONFIG_HOME: newFolder(), USER: 'thomas', ...env });
  return identityFor({ options, plan, io });
}

/** A configuration folder with these preferences. */
function preferring(preferences: Readonly<Record<string, unknown>>): NodeJS.ProcessEnv {
  const folder = newFolder();
  mkdirSync(join(folder, 'gonogo'));
  writeFileSync(join(folder, 'gonogo', 'config.json'), JSON.stringify(preferences));
  return { XDG_CONFIG_HOME: folder };
}

test('without a word about it, the one logged in sits here for everybody', async () => {
  expect(await identify({})).toEqual({
    type: 'known',
    identity: { person: 'thomas', roles: ['programmer', 'qc', 'dba'] },
  });
});

test('a flag wins over the environment, and that over the preferences', async () => {
  const env: NodeJS.ProcessEnv = {
    ...preferring({ person: 'Prabhu', roles: ['dba'] }),
    GONOGO_AS: 'Sandra',
    GONOGO_ROLES: 'qc',
  };
  const who = async (options: CommonOptions, from: NodeJS.ProcessEnv) => {
    const result = await identify(options, from);
    return result.type === 'known' ? result.identity : result.message;
  };
  expect(await who({ as: 'Thomas', roles: 'programmer' }, env)).toEqual({
    person: 'Thomas',
    roles: ['programmer'],
  });
  expect(await who({}, env)).toEqual({ person: 'Sandra', roles: ['qc'] });
  expect(await who({}, { XDG_CONFIG_HOME: env.XDG_CONFIG_HOME })).toEqual({
    person: 'Prabhu',
    roles: ['dba'],
  });
});

test('roles are taken in any case of letters, with blanks around', async () => {
  expect(await identify({ roles: ' QC , Dba,' })).toMatchObject({ identity: { roles: ['qc', 'dba'] } });
});

test("a role that isn't in the plan is a mistake where it was asked for", async () => {
  const invalid = {
    type: 'invalid',
    message: 'this plan has no role pm, cab; its roles are programmer, qc, dba',
  };
  expect(await identify({ roles: 'pm,qc,cab' })).toEqual(invalid);
  expect(await identify({}, { GONOGO_ROLES: 'pm,cab' })).toEqual(invalid);
  // Preferences are for many plans.
  expect(await identify({}, preferring({ roles: ['pm', 'qc'] }))).toMatchObject({
    identity: { roles: ['qc'] },
  });
});

test('the journal is where the flag, the environment or the preferences say', async () => {
  const home = preferring({ journal: '/kept/journal.sqlite' });
  const where = (options: CommonOptions, env: NodeJS.ProcessEnv) =>
    journalFile(options, createTestIo('', { ...home, ...env }));
  expect(await where({ journal: '/a' }, { GONOGO_JOURNAL: '/b' })).toBe('/a');
  expect(await where({}, { GONOGO_JOURNAL: '/b' })).toBe('/b');
  expect(await where({}, { GONOGO_JOURNAL: '' })).toBe('/kept/journal.sqlite');
  expect(await where({}, { XDG_CONFIG_HOME: newFolder(), XDG_STATE_HOME: '/state' })).toBe(
    '/state/gonogo/journal.sqlite',
  );
});
