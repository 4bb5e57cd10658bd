import type { Attribute } from './attributes.ts';
import type { CopyAction, CopyFile } from './copy-action.ts';
import { usedNames } from './fill-values.ts';
import { nameFaults } from './known-names.ts';
import type { ProblemList } from './problem-list.ts';
import type { HttpFence } from './read-http.ts';

const GRAMMAR = 'write `put build/app.war /srv/app.war` or `get /var/log/app.log logs/$host.log`, one a line';

/** The files of a `copy` fence, a line each. */
export function readCopy(fence: HttpFence): CopyAction | undefined {
  const { text, attributes, on, problems, place } = fence;
  const mode = readMode(attributes.entries.get('mode'), problems);
  const files: CopyFile[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const file = readLine(line);
    if (file === undefined) {
      problems.error({ ...place, message: `\`${line.trim()}\` copies nothing`, mend: GRAMMAR });
      continue;
    }
    files.push(file);
    for (const message of pathFaults(file)) problems.error({ ...place, message });
  }
  const texts = files.flatMap(({ from, to }) => [from, to]);
  for (const fault of nameFaults({ texts, on, vars: fence.vars })) problems.error({ ...place, ...fault });
  const together = files.find(({ verb, to }) => verb === 'get' && !usedNames(to).includes('host'));
  if (together !== undefined && on.type === 'hosts' && on.hosts.length > 1) {
    const message = `all ${on.hosts.length} hosts would write the same \`${together.to}\``;
    problems.error({ ...place, message, mend: 'write `$host` into its name' });
  }
  if (files.length === 0 && text.trim() !== '') {
    problems.error({ ...place, message: 'this `copy` copies nothing', mend: GRAMMAR });
  }
  return files.length === 0 ? undefined : { files, mode };
}

/** `put from to`; names with blanks stand between quotation marks. */
function readLine(line: string): CopyFile | undefined {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  const [verb, from = '', to = '', ...rest] = words;
  if ((verb !== 'put' && verb !== 'get') || from === '' || to === '' || rest.length > 0) return undefined;
  return { verb, from, to };
}

function pathFaults({ verb, from, to }: CopyFile): readonly string[] {
  const remote = verb === 'put' ? to : from;
  const folder = [from, to].find((path) => path.endsWith('/'));
  return [
    ...(/^(?:\/|~\/|\$)/.test(remote) ? [] : [`\`${remote}\` on the host needs its whole path, or \`~/\``]),
    ...(folder === undefined ? [] : [`\`${folder}\` is a folder: name the file itself`]),
  ];
}

function readMode(attribute: Attribute | undefined, problems: ProblemList): number | undefined {
  if (attribute === undefined) return undefined;
  const value = attribute.value ?? '';
  if (/^0?[0-7]{3}$/.test(value)) return Number.parseInt(value, 8);
  problems.error({ ...attribute, message: `\`${value}\` is no mode`, mend: 'write `mode=0644`' });
  return undefined;
}
