import { access, constants } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { zxAddress } from '../js/js-executor.ts';
import { messageOf, oneLine } from '../reason.ts';
import { type Finding, go, noGo } from './preflight-report.ts';

/** Whether `js` steps have the Node and the zx that they run on. */
export async function lookForJs(): Promise<Finding> {
  try {
    await access(process.execPath, constants.X_OK);
    await access(fileURLToPath(zxAddress()));
    return go('js', `Node ${process.versions.node} and zx are there`);
  } catch (error) {
    return noGo('js', oneLine(messageOf(error)), 'install gonogo anew, with its packages');
  }
}
