import type { TestStore } from '../rig/database.ts';
import type { TestRegistry } from '../rig/registry.ts';
import { type ServerStage, serverStage } from '../rig/server-stage.ts';
import { startDoomed } from './doomed.ts';
import { violations } from './invariants.ts';
import type { Death } from './moments.ts';
import { recordTransitions } from './transitions.ts';

const LEASE_SECONDS = 1;
/** Beside the lease: a build, and a machine that has other things to do. */
const SLACK_SECONDS = 15;

type Role = 'server' | 'worker';

/** leaf on base, and one aside that has a secret. */
export async function faultStage(registry: Pick<TestRegistry, 'host'>, store?: TestStore): Promise<ServerStage> {
  const stage = await serverStage(registry, { base: 'scratch', leaf: 'base', aside: 'scratch' }, '', store);
  stage.repository.commit({ 'images/aside/build.yaml': 'name: aside\nsecrets: [canary_token]\n' });
  await recordTransitions(stage.store);
  return stage;
}

/**
 * Lets a process carry out a push and die at it, lets another one go on, and tells what is not as it must be then.
 * Without `roles` the process is both server and worker; else another one beside it, which lives, is the rest.
 */
export async function dieAndRecover(
  registry: TestRegistry,
  death: Death,
  roles: readonly Role[] = ['server', 'worker'],
): Promise<readonly string[]> {
  const stage = await faultStage(registry);
  const rest = (['server', 'worker'] as const).filter((role) => !roles.includes(role));
  const beside = rest.length > 0 ? await stage.serve({ roles: rest, leaseSeconds: LEASE_SECONDS }) : undefined;
  const run = await stage.push();
  const doomed = startDoomed(stage, { roles, death, leaseSeconds: LEASE_SECONDS });
  const first = await Promise.race([doomed.dead.then(() => 'died'), stage.ended(run).then(() => 'done')]);
  // One that was never at the moment dies at rest.
  doomed.signal('SIGKILL');
  const said = await doomed.dead;
  const died = performance.now();
  const heir = await stage.serve({ roles, leaseSeconds: LEASE_SECONDS });
  const { state, reason } = await stage.ended(run);
  const seconds = (performance.now() - died) / 1000;
  await heir.stop();
  await beside?.stop();
  const found = [
    ...(first === 'died' || death.at === undefined ? [] : [`it never came to: ${death.at}`]),
    ...(state === 'succeeded' ? [] : [`the run ${state}: ${reason}`]),
    ...(seconds > LEASE_SECONDS + SLACK_SECONDS ? [`F1 it took ${seconds} s to go on`] : []),
    ...(await violations(stage, registry)),
  ];
  return found.length === 0 ? [] : [...found, said];
}
