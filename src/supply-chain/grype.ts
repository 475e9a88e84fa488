import { ok } from '../base/result.ts';
import type { Scanner, Vulnerability } from '../build/ports/supply-chain.ts';
import { severityOf } from './severity.ts';
import { type Access, findTool, jsonOf } from './tool.ts';

/** The part of grype's report that is read (github.com/anchore/grype, `-o json`). */
interface Report {
  readonly matches?: readonly {
    readonly vulnerability: {
      readonly id: string;
      readonly severity?: string;
      readonly fix?: { readonly versions?: readonly string[]; readonly state?: string };
    };
    readonly artifact: { readonly name: string; readonly version?: string };
  }[];
}

/** grype, where it is installed. */
export async function createGrype(access: Access): Promise<Scanner | undefined> {
  const tool = await findTool('grype', access, ['GRYPE_']);
  const insecure: Readonly<Record<string, string>> = access.insecure
    ? { GRYPE_REGISTRY_INSECURE_SKIP_TLS_VERIFY: 'true', GRYPE_REGISTRY_INSECURE_USE_HTTP: 'true' }
    : {};
  return (
    tool && {
      name: 'grype',
      async scan({ repository, digest }, signal) {
        const args = [`registry:${repository}@${digest}`, '--quiet', '--output=json'];
        const report = await jsonOf<Report>(tool, args, signal, insecure);
        return report.ok ? ok(vulnerabilities(report.value)) : report;
      },
    }
  );
}

function vulnerabilities({ matches = [] }: Report): readonly Vulnerability[] {
  return matches.map(({ vulnerability: { id, severity, fix }, artifact }) => {
    const fixed = fix?.state === 'fixed' ? fix.versions?.[0] : undefined;
    return {
      id,
      severity: severityOf(severity),
      package: artifact.name,
      installed: artifact.version ?? '',
      ...(fixed === undefined ? {} : { fixed }),
    };
  });
}
