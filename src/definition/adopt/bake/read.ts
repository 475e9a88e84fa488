import type { SourceFile } from '../../../diagnostics/diagnostic.ts';
import { Findings } from '../../findings.ts';
import { repositoryPath } from '../../paths.ts';
import type { Declarations, DeclaredBuild } from '../declared.ts';
import type { Value } from '../hcl/evaluate.ts';
import { HclFault } from '../hcl/syntax.ts';
import { parseBakeFile } from './file.ts';
import { type BakeTarget, resolveTargets } from './targets.ts';

const bakeFile = /(?:^|\/)docker-bake\.(?:hcl|json)$|\.docker-bake\.(?:hcl|json)$/;

/** Whether a path is that of a bake file. */
export function isBakeFile(path: string): boolean {
  return bakeFile.test(path);
}

/** Reads the targets of a bake file (docs.docker.com, "Bake file reference"). `has` tells which files there are. */
export function readBake(file: SourceFile, has: (path: string) => boolean): Declarations {
  const findings = new Findings(file);
  try {
    const { targets, groups } = resolveTargets(parseBakeFile(file), (message, span) => {
      findings.warn(span, 'adopt-declaration', message);
    });
    const grouped = reachable(groups);
    const inherited = new Set([...targets.values()].flatMap(({ inherits }) => inherits));
    const missing: BakeTarget[] = [];
    const builds = [...targets.values()].flatMap((target) => {
      const isAbstract = inherited.has(target.source) && !grouped.has(target.name) && !grouped.has(target.source);
      return buildOf(target, isAbstract, file, has, findings, missing);
    });
    reportMissing(missing, findings);
    return { builds, diagnostics: findings.list };
  } catch (error) {
    if (!(error instanceof HclFault)) throw error;
    findings.warn(error.span, 'adopt-declaration', error.message);
    return { builds: [], diagnostics: findings.list };
  }
}

/** The targets that groups lead to. */
function reachable(groups: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  return new Set([...groups.values()].flat());
}

function buildOf(
  target: BakeTarget,
  isAbstract: boolean,
  file: SourceFile,
  has: (path: string) => boolean,
  findings: Findings,
  missing: BakeTarget[],
): readonly DeclaredBuild[] {
  const { name, span, values } = target;
  if (values.has('dockerfile-inline')) {
    if (!isAbstract)
      findings.warn(span, 'adopt-declaration', `the Dockerfile of ${name} stands in the bake file`, {
        fix: 'give it a file of its own',
      });
    return [];
  }
  const place = placeOf(target, file, has);
  if (!place) {
    const speaks = values.has('context') || values.has('dockerfile');
    if (speaks && !isAbstract) missing.push(target);
    return [];
  }
  const target_ = textOf(values.get('target'));
  return [
    {
      id: idOf(file, name),
      name,
      ...place,
      ...(target_ === undefined ? {} : { target: target_ }),
      args: texts(values.get('args')),
      platforms: listOf(values.get('platforms')),
      published: listOf(values.get('tags')),
      parents: parentsOf(values.get('contexts'), file),
      perPlatform: false,
      abstract: isAbstract,
      file,
      span,
    },
  ];
}

/** Targets whose Dockerfiles something makes first, or that belong to another repository: one finding for all. */
function reportMissing(missing: readonly BakeTarget[], findings: Findings): void {
  const [first] = missing;
  if (!first) return;
  const names = missing.slice(0, 6).map(({ name }) => name);
  const more = missing.length > names.length ? ` and ${missing.length - names.length} more` : '';
  findings.warn(first.span, 'adopt-declaration', `the Dockerfile of ${names.join(', ')}${more} is not here`);
}

function idOf({ path }: SourceFile, name: string): string {
  return `${path}#${name}`;
}

/** Where its Dockerfile and its context are: from the bake file's folder, else from the root, where bake may be run. */
function placeOf(
  { values }: BakeTarget,
  { path }: SourceFile,
  has: (path: string) => boolean,
): { dockerfile: string; context: string } | undefined {
  const folder = path.split('/').slice(0, -1).join('/');
  const context = textOf(values.get('context')) ?? '.';
  const dockerfile = textOf(values.get('dockerfile')) ?? 'Dockerfile';
  for (const from of new Set([folder, ''])) {
    const directory = repositoryPath(from, context);
    const found = directory.ok ? repositoryPath(directory.value, dockerfile) : undefined;
    if (directory.ok && found?.ok && has(found.value)) return { dockerfile: found.value, context: directory.value };
  }
  return undefined;
}

/** Named contexts that are other targets. */
function parentsOf(contexts: Value | undefined, file: SourceFile): Record<string, string> {
  const entries = Object.entries(texts(contexts)).filter(([, value]) => value.startsWith('target:'));
  return Object.fromEntries(entries.map(([name, value]) => [name, idOf(file, value.slice('target:'.length))]));
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function listOf(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string' && item !== '') : [];
}

function texts(value: Value | undefined): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const plain = Object.entries(value).filter(([, item]) => item !== null && typeof item !== 'object');
  return Object.fromEntries(plain.map(([key, item]) => [key, String(item)]));
}
