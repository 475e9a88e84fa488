import { systemClock } from '../base/clock.ts';
import { writePrivate } from '../system/folder-files.ts';
import { type CredentialOptions, Credentials } from './credentials.ts';

/**
 * Writes the credentials for `hosts` where builders read them (containers-auth.json(5), the `auths` of docker's
 * config.json) and returns the path. Only these hosts: a build is not handed what it has no use for.
 */
export async function writeAuthFile(
  path: string,
  hosts: readonly string[],
  options: CredentialOptions,
): Promise<string> {
  const credentials = new Credentials(options, systemClock);
  const auths: Record<string, { auth?: string; identitytoken?: string }> = {};
  for (const host of hosts) {
    const { credential } = await credentials.find(host, '');
    if (credential?.kind === 'password') {
      auths[host] = { auth: Buffer.from(`${credential.username}:${credential.password}`).toString('base64') };
    } else if (credential) {
      auths[host] = { identitytoken: credential.token };
    }
  }
  await writePrivate(path, JSON.stringify({ auths }));
  return path;
}
