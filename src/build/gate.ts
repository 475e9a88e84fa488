import { err, ok, type Result } from '../base/result.ts';
import type { ScanPolicy } from '../definition/configuration.ts';
import type { Digest } from '../names/digest.ts';
import type { Platform } from '../names/platform.ts';
import type { Failure } from './failure.ts';
import type {
  Attacher,
  Lister,
  Scanner,
  Signer,
  Subject,
  Vulnerability,
  VulnerabilitySeverity,
} from './ports/supply-chain.ts';
import type { Publication } from './publish.ts';
import type { RunInput } from './run-input.ts';

/** What an image passes between its landing and its publication. */
export interface Gate {
  /** Without a scanner there is none on this machine, and the policy says what that means. */
  readonly scan?: { readonly policy: ScanPolicy; readonly scanner?: Scanner };
  readonly sbom?: { readonly lister: Lister; readonly attacher: Attacher };
  readonly signer?: Signer;
}

/** The type of a list of contents: CycloneDX in JSON (IANA's registry of media types). */
const SBOM_TYPE = 'application/vnd.cyclonedx+json';

/** Says what happens to an image, in a line of its log. */
type Note = (line: string) => void;

/**
 * Scans, describes and signs an image before any tag of it moves, in this order: what is refused is not signed. Doing
 * it again changes nothing. An image in a folder is not published and passes as it is.
 */
export async function passGate(
  { image, landing }: Publication,
  gate: Gate,
  { publisher, signal }: Pick<RunInput, 'publisher' | 'signal'>,
  note: Note,
): Promise<Result<void, Failure>> {
  const source = publisher.sourceOf(image.name, landing.digest);
  if (source.kind !== 'registry') return ok(undefined);
  const whole: Subject = { image: image.name, repository: source.repository, digest: landing.digest };
  const platforms = Object.entries(landing.platforms) as [Platform, Digest][];
  for (const [platform, digest] of platforms) {
    const subject = { ...whole, digest };
    const scanned = gate.scan ? await scan(subject, platform, gate.scan, signal, note) : ok(undefined);
    if (!scanned.ok) return scanned;
    const listed = gate.sbom ? await attachSbom(subject, gate.sbom, gate.signer, signal, note) : ok(undefined);
    if (!listed.ok) return listed;
  }
  return gate.signer ? gate.signer.sign(whole, signal) : ok(undefined);
}

async function scan(
  subject: Subject,
  platform: Platform,
  { policy, scanner }: NonNullable<Gate['scan']>,
  signal: AbortSignal,
  note: Note,
): Promise<Result<void, Failure>> {
  if (!scanner) {
    if (policy.missing === 'refuse') return err(noScanner(policy));
    note('not scanned: neither trivy nor grype is installed here');
    return ok(undefined);
  }
  const found = await scanner.scan(subject, signal);
  if (!found.ok) return found;
  const refused = refusedBy(policy, found.value);
  note(`${scanner.name}: ${found.value.length} known weaknesses on ${platform}, ${refused.length} that keep it back`);
  return refused.length === 0 ? ok(undefined) : err(tooWeak(platform, policy, refused));
}

const RANK: Readonly<Record<VulnerabilitySeverity, number>> = { unknown: 0, low: 1, medium: 2, high: 3, critical: 4 };

/** What the policy does not permit, the worst first. */
function refusedBy(policy: ScanPolicy, found: readonly Vulnerability[]): readonly Vulnerability[] {
  const accepted = new Set(policy.ignore);
  return found
    .filter(({ id, severity, fixed }) => {
      return RANK[severity] >= RANK[policy.severity] && !accepted.has(id) && (policy.unfixed || fixed !== undefined);
    })
    .toSorted((a, b) => RANK[b.severity] - RANK[a.severity] || (a.id < b.id ? -1 : 1));
}

/** How many are named; the rest is counted. */
const NAMED = 15;

function tooWeak(platform: Platform, { severity }: ScanPolicy, refused: readonly Vulnerability[]): Failure {
  const lines = refused.slice(0, NAMED).map(({ id, severity: how, package: name, installed, fixed }) => {
    return `${how}  ${id}  ${name} ${installed}${fixed === undefined ? ', no fix yet' : `, fixed in ${fixed}`}`;
  });
  const more = refused.length > NAMED ? [`and ${refused.length - NAMED} more`] : [];
  const count = refused.length === 1 ? '1 known weakness is' : `${refused.length} known weaknesses are`;
  return {
    phase: 'publish',
    reason: 'vulnerable',
    message: `${count} at least ${severity} on ${platform}`,
    suggestion: 'raise what has a fix and build again, or accept an id under policy.scan.ignore of caskwright.yaml',
    lastLines: [...lines, ...more],
  };
}

function noScanner({ scanner }: ScanPolicy): Failure {
  const wanted = scanner === 'auto' ? 'neither trivy nor grype is' : `${scanner} is not`;
  return {
    phase: 'publish',
    reason: 'tool-missing',
    message: `policy.scan wants images scanned, and ${wanted} installed here`,
    suggestion: 'install trivy (https://trivy.dev), or set policy.scan.missing to note',
    lastLines: [],
  };
}

async function attachSbom(
  subject: Subject,
  { lister, attacher }: NonNullable<Gate['sbom']>,
  signer: Signer | undefined,
  signal: AbortSignal,
  note: Note,
): Promise<Result<void, Failure>> {
  const standing = await attacher.attached(subject, signal);
  if (!standing.ok) return standing;
  if (standing.value.includes(SBOM_TYPE)) return ok(undefined);
  const content = await lister.list(subject, signal);
  if (!content.ok) return content;
  const attached = await attacher.attach(subject, { type: SBOM_TYPE, content: content.value }, signal);
  if (!attached.ok) return attached;
  note(`${lister.name}: a list of what is in it is attached to ${subject.digest}`);
  return signer ? signer.attest(subject, { type: 'cyclonedx', content: content.value }, signal) : ok(undefined);
}
