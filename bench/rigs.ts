import type { EngineRig, RigOrReason } from '../test/rig/engines.ts';
import { say } from './peers.ts';

/** Works with an engine of its own, and removes it; says so where there is none here. */
export async function withRig(rig: RigOrReason, work: (rig: EngineRig) => Promise<void>): Promise<void> {
  if ('reason' in rig) {
    say(`left out: ${rig.reason}`);
    return;
  }
  try {
    await work(rig);
  } finally {
    await rig.close();
  }
}
