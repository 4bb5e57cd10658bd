import { bad, type DoctorCheck, ok } from './doctor-check.ts';

/** A step that prints a secret, carried out on this machine, in a folder of its own. */
export const maskingCheck: DoctorCheck = {
  name: 'masking',
  look: async () => {
    const { proveMasking } = await import('../prove-masking.ts');
    const proof = await proveMasking();
    if (proof.ok) return [ok(proof.detail)];
    return [bad(proof.detail, 'run no plan with secrets from here before this is mended')];
  },
};
