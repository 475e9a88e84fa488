import type { Diagnostic, SourceFile, Span } from '../diagnostics/diagnostic.ts';
import type { Policy } from './configuration.ts';
import { Findings } from './findings.ts';
import { exactVersion, hasDigest, parseRequirement, type Requirement } from './requirement.ts';
import { type RequirementLine, requirementLines } from './requirement-lines.ts';

/** A package that a requirements file names. */
export interface RequirementEntry {
  /** Normalised as the index does (PEP 503). */
  readonly name: string;
  /** The exact version; absent where the line does not name one. */
  readonly version?: string;
  /** From 1. */
  readonly line: number;
  readonly span: Span;
}

/** The packages of a requirements file, and what is wrong with it. */
export interface ReadRequirements {
  readonly entries: readonly RequirementEntry[];
  /** Files of `-r` and `-c`, where the policy allows them. */
  readonly included: readonly IncludedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What of the policy concerns requirements. */
export type RequirementPolicy = Pick<Policy, 'unpinned' | 'pins' | 'hashes' | 'requirementOptions'>;

/** Another file that a requirements file names. */
export interface IncludedFile {
  /** `requirement`: it is read as if it stood here (`-r`). `constraint`: it only says which versions may be taken (`-c`). */
  readonly kind: 'requirement' | 'constraint';
  /** As written: from the folder of the file that names it. */
  readonly path: string;
  readonly span: Span;
}

/** How a file is read beside the policy. */
export interface RequirementContext {
  /** Packages that a constraints file pins to one version. */
  readonly constrained?: ReadonlySet<string>;
  /** The file only constrains: nothing in it has to be pinned. */
  readonly isConstraint?: boolean;
}

const MAX_LENGTH = 1024 * 1024;

/** Options of pip that a requirements file may hold, and what of the policy allows them; `undefined`: always allowed. */
const options: Readonly<Record<string, Policy['requirementOptions'][number] | undefined>> = {
  '-i': 'index-url',
  '--index-url': 'index-url',
  '--extra-index-url': 'index-url',
  '-f': 'index-url',
  '--find-links': 'index-url',
  '--trusted-host': 'index-url',
  '-r': 'requirement-file',
  '--requirement': 'requirement-file',
  '-c': 'requirement-file',
  '--constraint': 'requirement-file',
  '-e': 'editable',
  '--editable': 'editable',
  '--no-index': undefined,
  '--no-binary': undefined,
  '--only-binary': undefined,
  '--prefer-binary': undefined,
  '--pre': undefined,
  '--require-hashes': undefined,
  '--use-feature': undefined,
};

/** Reads a requirements file of pip: every line is pinned and from an allowed source, or reported. */
export function readRequirements(
  file: SourceFile,
  policy: RequirementPolicy,
  context: RequirementContext = {},
): ReadRequirements {
  const findings = new Findings(file);
  if (file.text.length > MAX_LENGTH) {
    findings.error({ start: 0, end: 0 }, 'requirement-syntax', 'the file is larger than 1 MB');
    return { entries: [], included: [], diagnostics: findings.list };
  }
  const lines = requirementLines(file.text);
  const entries = lines.flatMap((line) => readLine(line, policy, context, findings));
  const follows = policy.requirementOptions.includes('requirement-file');
  return { entries, included: follows ? lines.flatMap(includedBy) : [], diagnostics: findings.list };
}

function includedBy({ text, span }: RequirementLine): readonly IncludedFile[] {
  const [, option = '', path = ''] =
    /^(-r|-c|--requirement|--constraint)(?:[ \t]*=[ \t]*|[ \t]*)(\S.*)$/.exec(text) ?? [];
  // pip takes URLs here too, which are fetched and not followed.
  if (path === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return [];
  return [{ kind: option.startsWith('-r') || option.startsWith('--r') ? 'requirement' : 'constraint', path, span }];
}

function readLine(
  line: RequirementLine,
  policy: RequirementPolicy,
  context: RequirementContext,
  findings: Findings,
): RequirementEntry[] {
  if (line.text.startsWith('-')) {
    checkOption(line, policy, findings);
    return [];
  }
  const parsed = parseRequirement(line.text);
  if (!parsed.ok) {
    findings.error(line.span, 'requirement-syntax', parsed.error);
    return [];
  }
  if (isAllowedSource(line, parsed.value, policy, findings) && !context.isConstraint) {
    if (!context.constrained?.has(parsed.value.name)) checkPin(line, parsed.value, policy, findings);
    checkHash(line, parsed.value, policy, findings);
  }
  if (parsed.value.name === '') return [];
  const version = exactVersion(parsed.value);
  const { span, line: number } = line;
  return [{ name: parsed.value.name, ...(version === undefined ? {} : { version }), line: number, span }];
}

function checkOption({ text, span }: RequirementLine, policy: RequirementPolicy, findings: Findings): void {
  // `-rbase.txt` is as good as `-r base.txt`.
  const name = /^(?:--[a-z-]+|-[a-z])/.exec(text)?.[0] ?? text;
  if (!Object.hasOwn(options, name)) {
    findings.error(span, 'requirement-syntax', `${name} is not an option of requirements files`);
    return;
  }
  const needed = options[name];
  if (needed === undefined || policy.requirementOptions.includes(needed)) return;
  const fix = `remove it, or allow ${needed} under policy.requirement_options`;
  findings.error(span, 'requirement-option', `${name} is not allowed here`, { fix });
}

function isAllowedSource(
  { span }: RequirementLine,
  { source }: Requirement,
  policy: RequirementPolicy,
  findings: Findings,
): boolean {
  if (source === 'index') return true;
  const needed = source === 'vcs' ? 'vcs' : 'url';
  if (policy.requirementOptions.includes(needed)) return true;
  const what = { url: 'a URL', vcs: 'a version control system', path: 'a path' }[source];
  const fix = `take it from the package index, or allow ${needed} under policy.requirement_options`;
  findings.error(span, 'requirement-option', `a requirement from ${what} is not allowed here`, { fix });
  return false;
}

function checkPin(
  { span }: RequirementLine,
  requirement: Requirement,
  policy: RequirementPolicy,
  findings: Findings,
): void {
  if (policy.unpinned === 'off' || isPinned(requirement, policy)) return;
  const { name, source } = requirement;
  const message = source === 'index' ? `${name} can be any of several versions` : 'what it names can change by itself';
  const fix = source === 'index' ? `pin it: ${name}==<version>` : 'add the digest of what it fetches';
  findings.report(policy.unpinned, span, 'requirement-not-pinned', message, { fix });
}

/** What comes from an index can be another file under the same version, unless its digest is named. */
function checkHash(
  { span }: RequirementLine,
  requirement: Requirement,
  policy: RequirementPolicy,
  findings: Findings,
): void {
  const { name, source, hashes } = requirement;
  if (policy.hashes === 'off' || source !== 'index' || hashes.length > 0) return;
  const fix = 'pip-compile --generate-hashes writes them';
  findings.report(policy.hashes, span, 'requirement-without-hash', `${name} has no --hash`, { fix });
}

function isPinned(requirement: Requirement, { pins }: RequirementPolicy): boolean {
  if (exactVersion(requirement) !== undefined) return true;
  if (pins.includes('hash') && requirement.hashes.length > 0) return true;
  return pins.includes('url-digest') && requirement.url !== undefined && hasDigest(requirement);
}
