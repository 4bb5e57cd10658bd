import { type Lab, startLab } from '../lab/lab.ts';
import { type Gonogo, openGonogo } from './gonogo.ts';

export const augustPlan = 'plans/2009-08-18-gradebook2.md';

/** The lab, and gonogo with a journal of its own in front of it. */
export type Night = Gonogo & { readonly lab: Lab };

export async function beginNight(): Promise<Night> {
  const lab = await startLab();
  const gonogo = await openGonogo(lab.env);
  return {
    ...gonogo,
    lab,
    end: async () => {
      await gonogo.end();
      await lab.stop();
    },
  };
}
