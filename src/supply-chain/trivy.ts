import { ok } from '../base/result.ts';
import type { Scanner, Vulnerability } from '../build/ports/supply-chain.ts';
import { severityOf } from './severity.ts';
import { type Access, findTool, jsonOf } from './tool.ts';

/** The part of trivy's report that is read (trivy.dev, "Reporting": JSON, schema version 2). */
interface Report {
  readonly Results?: readonly {
    readonly Vulnerabilities?: readonly {
      readonly VulnerabilityID: string;
      readonly Severity?: string;
      readonly PkgName: string;
      readonly InstalledVersion?: string;
      readonly FixedVersion?: string;
    }[];
  }[];
}

/** trivy, where it is installed. */
export async function createTrivy(access: Access): Promise<Scanner | undefined> {
  const tool = await findTool('trivy', access, ['TRIVY_']);
  const insecure: Readonly<Record<string, string>> = access.insecure
    ? { TRIVY_INSECURE: 'true', TRIVY_NON_SSL: 'true' }
    : {};
  return (
    tool && {
      name: 'trivy',
      async scan({ repository, digest }, signal) {
        const args = [
          'image',
          '--quiet',
          '--format=json',
          '--scanners=vuln',
          '--image-src=remote',
          `${repository}@${digest}`,
        ];
        const report = await jsonOf<Report>(tool, args, signal, insecure);
        return report.ok ? ok(vulnerabilities(report.value)) : report;
      },
    }
  );
}

function vulnerabilities({ Results = [] }: Report): readonly Vulnerability[] {
  return Results.flatMap(({ Vulnerabilities = [] }) =>
    Vulnerabilities.map(({ VulnerabilityID, Severity, PkgName, InstalledVersion = '', FixedVersion }) => ({
      id: VulnerabilityID,
      severity: severityOf(Severity),
      package: PkgName,
      installed: InstalledVersion,
      ...(FixedVersion ? { fixed: FixedVersion } : {}),
    })),
  );
}
