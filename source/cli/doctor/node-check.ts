import { bad, type DoctorCheck, type Finding, ok } from './doctor-check.ts';

/** As package.json and bin/gonogo.js have it. */
const NEEDED = [22, 18] as const;

export const nodeCheck: DoctorCheck = {
  name: 'node',
  look: async () => [nodeFinding(process.versions.node)],
};

export function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
  if (enough) return ok(`Node ${version}`);
  return bad(`Node ${version} is too old`, `install Node ${NEEDED.join('.')} or later`);
}
