import { join } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import type { Gate } from '../build/gate.ts';
import type { Attacher, Lister } from '../build/ports/supply-chain.ts';
import type { Configuration } from '../definition/configuration.ts';
import type { RunFolder } from '../engine/connections.ts';
import { createCosign } from '../supply-chain/cosign.ts';
import { createGrype } from '../supply-chain/grype.ts';
import { createSyft } from '../supply-chain/syft.ts';
import type { Access } from '../supply-chain/tool.ts';
import { createTrivy } from '../supply-chain/trivy.ts';
import type { Environment } from '../system/environment.ts';
import { linkTo } from '../system/folder-files.ts';

/** How the registry of the images is reached. */
export interface Reach {
  readonly environment: Environment;
  /** Writes the credentials of the registry to a file, in docker's form. */
  writeCredentials(file: string): Promise<unknown>;
  /** PEM file of the authority to trust. */
  readonly authority?: string | undefined;
  readonly insecure: boolean;
  readonly attacher: Attacher;
}

/** What the configuration wants images to pass before they are published, or what is missing for it on this machine. */
export async function createGate(
  { policy: { scan }, signing, sbom }: Configuration,
  run: RunFolder,
  reach: Reach,
): Promise<Result<Gate | undefined, Failure>> {
  if (!scan && !signing && !sbom) return ok(undefined);
  const access = await accessOf(run, reach);
  const scanner = scan && (await scannerOf(scan.scanner, access));
  const lister = sbom ? await listerOf(access) : ok(undefined);
  if (!lister.ok) return lister;
  const signer = signing ? await createCosign(signing, access, access.dockerConfig) : ok(undefined);
  if (!signer.ok) return signer;
  return ok({
    ...(scan ? { scan: { policy: scan, ...(scanner ? { scanner } : {}) } } : {}),
    ...(lister.value ? { sbom: { lister: lister.value, attacher: reach.attacher } } : {}),
    ...(signer.value ? { signer: signer.value } : {}),
  });
}

async function accessOf(
  run: RunFolder,
  { environment, writeCredentials, authority, insecure }: Reach,
): Promise<Access> {
  const dockerConfig = await run.make('credentials');
  await writeCredentials(join(dockerConfig, 'config.json'));
  if (authority === undefined) return { environment, dockerConfig, insecure };
  const certificates = await run.make('certificates');
  await linkTo(authority, join(certificates, 'authority.pem'));
  return { environment, dockerConfig, insecure, certificates };
}

async function scannerOf(wanted: 'auto' | 'trivy' | 'grype', access: Access) {
  const trivy = wanted === 'grype' ? undefined : await createTrivy(access);
  return trivy ?? (wanted === 'trivy' ? undefined : createGrype(access));
}

async function listerOf(access: Access): Promise<Result<Lister, Failure>> {
  const syft = await createSyft(access);
  if (syft) return ok(syft);
  return err({
    phase: 'publish',
    reason: 'tool-missing',
    message: 'sbom wants a list of what is in each image, and syft is not installed here',
    suggestion: 'install syft (https://github.com/anchore/syft), or take sbom out of caskwright.yaml',
    lastLines: [],
  });
}
