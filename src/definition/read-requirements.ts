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
  readonly diagnostics: readonly Diagnostic[];
}

/** What of the policy concerns requirements. */
export type RequirementPolicy = Pick<Policy, 'unpinned' | 'pins' | 'requirementOptions'>;

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
export function readRequirements(file: SourceFile, policy: RequirementPolicy): ReadRequirements {
  const findings = new Findings(file);
  if (file.text.length > MAX_LENGTH) {
    findings.error({ start: 0, end: 0 }, 'requirement-syntax', 'the file is larger than 1 MB');
    return { entries: [], diagnostics: findings.list };
  }
  const entries = requirementLines(file.text).flatMap((line) => readLine(line, policy, findings));
  return { entries, diagnostics: findings.list };
}

function readLine(line: RequirementLine, policy: RequirementPolicy, findings: Findings): RequirementEntry[] {
  if (line.text.startsWith('-')) {
    checkOption(line, policy, findings);
    return [];
  }
  const parsed = parseRequirement(line.text);
  if (!parsed.ok) {
    findings.error(line.span, 'requirement-syntax', parsed.error);
    return [];
  }
  if (isAllowedSource(line, parsed.value, policy, findings)) checkPin(line, parsed.value, policy, findings);
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

function isPinned(requirement: Requirement, { pins }: RequirementPolicy): boolean {
  if (exactVersion(requirement) !== undefined) return true;
  if (pins.includes('hash') && requirement.hashes.length > 0) return true;
  return pins.includes('url-digest') && requirement.url !== undefined && hasDigest(requirement);
}
