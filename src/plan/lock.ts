import type { Configuration } from '../definition/configuration.ts';
import { LOCK_FILE, type Lock, type LockEntry } from '../definition/lock.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { placeOf } from '../names/mirror.ts';
import { type ExternalBase, externalBases } from './bases.ts';
import type { Graph } from './graph.ts';

/** What a lock is held against, beside the graph. */
type LockConfiguration = Pick<Configuration, 'mirrors'> & { readonly policy: Pick<Configuration['policy'], 'locked'> };

/**
 * Holds the lock against the bases that the repository names: what is missing, unused or stale. Without a lock there
 * is something to find only where the policy asks for one.
 */
export function checkLock(
  graph: Graph,
  lock: Lock | undefined,
  { mirrors, policy }: LockConfiguration,
): readonly Diagnostic[] {
  if (!lock && !policy.locked) return [];
  const bases = externalBases(graph);
  const severity = policy.locked ? 'error' : 'warning';
  const wanted = new Set(bases.map(({ name }) => name));
  return [
    ...bases.flatMap((base) => {
      const entry = lock?.bases.get(base.name);
      if (!lock || !entry) return missing(base, severity);
      return stale(base, lock, entry, mirrors, severity);
    }),
    ...[...(lock?.bases ?? [])].flatMap(([name, { span }]) =>
      wanted.has(name) || !lock ? [] : [unused(name, lock, span)],
    ),
  ];
}

function missing({ name, uses }: ExternalBase, severity: Diagnostic['severity']): readonly Diagnostic[] {
  return uses.map(({ image, use }) => ({
    severity,
    code: 'lock-missing',
    message: `${name} is not in ${LOCK_FILE}`,
    fix: 'caskwright lock',
    file: image.dockerfile.file,
    span: use.span,
  }));
}

function stale(
  { name, platforms, reference, uses }: ExternalBase,
  { file }: Lock,
  { digests, from, span }: LockEntry,
  mirrors: Configuration['mirrors'],
  severity: Diagnostic['severity'],
): readonly Diagnostic[] {
  const lacking = [...platforms].filter((platform) => !digests.has(platform)).sort();
  const needless = [...digests.keys()].filter((platform) => !platforms.has(platform));
  const { host, path } = placeOf(reference, mirrors);
  const common = { code: 'lock-stale', fix: 'caskwright lock', file, span } as const;
  const related = uses.map(({ image, use }) => ({
    file: image.dockerfile.file,
    span: use.span,
    message: `${image.definition.name.value} builds on it`,
  }));
  const faults: Diagnostic[] = [];
  if (lacking.length > 0) {
    faults.push({ severity, ...common, message: `${name} is locked without ${lacking.join(', ')}`, related });
  }
  if (needless.length > 0) {
    const message = `no image needs ${name} for ${needless.join(', ')}`;
    faults.push({ severity: 'warning', ...common, message });
  }
  if (from !== `${host}/${path}`) {
    const message = `${name} was locked from ${from}, and is fetched from ${host}/${path} now`;
    faults.push({ severity: 'warning', ...common, message });
  }
  return faults;
}

function unused(name: string, { file }: Lock, span: LockEntry['span']): Diagnostic {
  const message = `no image builds on ${name}`;
  return { severity: 'warning', code: 'lock-unused', message, fix: 'caskwright lock', file, span };
}
