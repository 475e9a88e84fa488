import type { Environment } from '../system/environment.ts';
import { type Remote, transportOf } from './fetch.ts';
import { Git, isRefName } from './git.ts';

/** Where somebody may wait for a silent remote at most, in milliseconds. */
const DEADLINE = 60_000;

/** The branch that a remote's HEAD names; undefined where it names none, or cannot be asked. Needs no clone. */
export async function remoteDefaultBranch(
  { url, transports, settings }: Remote,
  environment: Environment,
): Promise<string | undefined> {
  const transport = transportOf(url);
  if (transport === undefined || !transports.includes(transport)) return undefined;
  const git = new Git({ directory: '/', environment, transports, settings });
  const args = ['ls-remote', '--quiet', '--symref', '--end-of-options', url, 'HEAD'];
  const answer = await git.run(args, undefined, AbortSignal.timeout(DEADLINE));
  const branch = /^ref: refs\/heads\/(.+)\tHEAD$/m.exec(Buffer.from(answer.stdout).toString('utf8'))?.[1];
  return answer.ok && branch !== undefined && isRefName(branch) ? branch : undefined;
}
