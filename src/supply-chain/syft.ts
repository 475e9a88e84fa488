import type { Lister } from '../build/ports/supply-chain.ts';
import { type Access, findTool, runTool } from './tool.ts';

/** syft, where it is installed. */
export async function createSyft(access: Access): Promise<Lister | undefined> {
  const tool = await findTool('syft', access, ['SYFT_']);
  const env: Readonly<Record<string, string>> = access.insecure
    ? { SYFT_REGISTRY_INSECURE_SKIP_TLS_VERIFY: 'true', SYFT_REGISTRY_INSECURE_USE_HTTP: 'true' }
    : {};
  return (
    tool && {
      name: 'syft',
      list({ repository, digest }, signal) {
        const args = ['scan', `registry:${repository}@${digest}`, '--quiet', '--output=cyclonedx-json'];
        return runTool(tool, args, signal, { env });
      },
    }
  );
}
