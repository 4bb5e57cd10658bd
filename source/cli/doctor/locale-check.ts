import { speaksUtf8 } from '../screen-look.ts';
import { type DoctorCheck, ok, warn } from './doctor-check.ts';

export const localeCheck: DoctorCheck = {
  name: 'locale',
  look: async ({ io: { env } }) => {
    const [name, value] = ['LC_ALL', 'LC_CTYPE', 'LANG']
      .map((key) => [key, env[key] ?? ''] as const)
      .find((pair) => pair[1] !== '') ?? ['', ''];
    if (name === '') return [ok('none is set; the screens take it for UTF-8 (--ascii otherwise)')];
    if (speaksUtf8(env)) return [ok(`${name}=${value}`)];
    const mend = 'set LANG=C.UTF-8 where the terminal shows UTF-8, else leave it so';
    return [warn(`${name}=${value} is not UTF-8: the screens are drawn in ASCII`, mend)];
  },
};
