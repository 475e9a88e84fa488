import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a scanner is made to print, in the words of its documentation: an excerpt of a real report's form. */
export const reports = {
  /** trivy 0.5x, `image --format json`: https://trivy.dev, "Reporting", JSON. */
  trivy: {
    SchemaVersion: 2,
    ArtifactType: 'container_image',
    Results: [
      {
        Target: 'debian 12.5',
        Class: 'os-pkgs',
        Type: 'debian',
        Vulnerabilities: [
          {
            VulnerabilityID: 'CVE-2023-45853',
            PkgName: 'zlib1g',
            InstalledVersion: '1:1.2.13.dfsg-1',
            Status: 'will_not_fix',
            Severity: 'CRITICAL',
            Title: 'zlib: integer overflow and resultant heap-based buffer overflow in zipOpenNewFileInZip4_6',
          },
          {
            VulnerabilityID: 'CVE-2024-2961',
            PkgName: 'libc6',
            InstalledVersion: '2.36-9+deb12u4',
            FixedVersion: '2.36-9+deb12u6',
            Status: 'fixed',
            Severity: 'HIGH',
            Title: 'glibc: Out of bounds write in iconv may lead to remote code execution',
          },
        ],
      },
      { Target: 'Python', Class: 'lang-pkgs', Type: 'python-pkg' },
    ],
  },
  /** grype 0.7x, `-o json`: https://github.com/anchore/grype, "Output formats". */
  grype: {
    matches: [
      {
        vulnerability: { id: 'CVE-2024-2961', severity: 'High', fix: { versions: ['2.36-9+deb12u6'], state: 'fixed' } },
        artifact: { name: 'libc6', version: '2.36-9+deb12u4', type: 'deb' },
      },
      {
        vulnerability: { id: 'CVE-2011-3374', severity: 'Negligible', fix: { versions: [], state: 'not-fixed' } },
        artifact: { name: 'apt', version: '2.6.1', type: 'deb' },
      },
    ],
    source: { type: 'image' },
  },
  /** syft 1.x, `-o cyclonedx-json`. */
  syft: {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    components: [{ type: 'library', name: 'busybox', version: '1.36.1', purl: 'pkg:generic/busybox@1.36.1' }],
  },
} as const;

/**
 * A folder with a program of each name that prints what stands for it here, and writes how it was called and with which
 * Docker configuration into `calls`: neither scanner can be had on a machine of these tests.
 */
export function folderOfTools(tools: Partial<Record<keyof typeof reports, unknown>>): { path: string; calls: string } {
  const folder = mkdtempSync(join(tmpdir(), 'caskwright-tools-'));
  const calls = join(folder, 'calls');
  writeFileSync(calls, '');
  for (const [name, report] of Object.entries(tools)) {
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(report));
    const script = `#!/bin/sh\nprintf '%s' "${name}" >> ${calls}\nfor word; do printf ' %s' "$word" >> ${calls}; done\nprintf '\\n' >> ${calls}\ntest -f "$DOCKER_CONFIG/config.json" || exit 3\ngrep -q '^{' ${folder}/${name}.json || exit 9\ncat ${folder}/${name}.json\n`;
    writeFileSync(join(folder, name), script, { mode: 0o755 });
  }
  return { path: folder, calls };
}
