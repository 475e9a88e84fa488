import { ok, type Result } from '../base/result.ts';
import type { Connections } from '../engine/connections.ts';
import type { EventHints } from '../engine/event.ts';
import { hasErrors, type LoadedRepository, loadRepository, type Overrides } from '../engine/load.ts';
import { type Prepared, prepare, treeOf } from '../engine/prepare.ts';
import type { Problem } from '../engine/problem.ts';
import { planFromHistory } from '../engine/since.ts';
import type { ImageName } from '../names/image-name.ts';
import type { Plan } from '../plan/plan.ts';
import { releaseOf } from '../plan/release.ts';
import { baseOf, type Checkout, withCommits, withHistory, withTag, withTip } from './checkout.ts';
import type { Scope } from './task.ts';

/** What a plan is made with. */
export interface ScopeRequest {
  readonly scope: Scope;
  /** The images of one job of a fan-out, in place of all that the scope is about. */
  readonly job?: readonly string[];
  readonly checkout: Checkout;
  readonly connections: Connections;
  readonly overrides: Overrides;
  readonly defaultBranch?: string;
  /** Set where the inputs forbid to publish. */
  readonly buildOnly?: string;
  readonly signal: AbortSignal;
}

/** A plan of a scope, ready to be carried out; without `prepared` there is nothing that a build could do. */
export interface PreparedScope {
  readonly plan: Plan;
  readonly loaded: LoadedRepository;
  readonly prepared?: Prepared;
  /** Why the plan is a lesser one. */
  readonly why?: string;
}

/** Plans a scope against the registry, with what a shallow checkout lacks fetched before. */
export async function prepareScope(request: ScopeRequest): Promise<Result<PreparedScope, Problem>> {
  switch (request.scope.kind) {
    case 'branch':
      return prepareBranch(request, request.scope);
    case 'change':
      return prepareChange(request, request.scope);
    case 'release':
      return prepareRelease(request, request.scope);
  }
}

type Of<K extends Scope['kind']> = Extract<Scope, { readonly kind: K }>;

async function prepareBranch(request: ScopeRequest, scope: Of<'branch'>): Promise<Result<PreparedScope, Problem>> {
  const { branch, force, trust } = scope;
  const images = request.job ?? scope.images;
  const foreign = trust === 'trusted' ? undefined : 'nothing of a stranger is published';
  const checkout = await withTip(request.checkout, branch);
  const hints = { branch, ...buildOnly(request.buildOnly ?? foreign) };
  const planned = await prepareAt(request, checkout, { hints, images, force });
  if (!planned.ok) return planned;
  const isHeldBack = planned.value.planned.plan.images.some(({ reasons }) =>
    reasons.some(({ kind }) => kind === 'held-back'),
  );
  const deeper = isHeldBack ? await withHistory(checkout) : undefined;
  if (!deeper) return ok(await withRecorded(checkout, planned.value));
  await planned.value.loaded.tree.close();
  const again = await prepareAt(request, deeper, { hints, images, force });
  return again.ok ? ok(await withRecorded(deeper, again.value)) : again;
}

async function prepareChange(request: ScopeRequest, scope: Of<'change'>): Promise<Result<PreparedScope, Problem>> {
  const found = await baseOf(request.checkout, scope);
  if (!found.ok) return found;
  const [checkout, since] = found.value;
  const { overrides } = request;
  const changes = await planFromHistory({
    repository: checkout.repository,
    overrides,
    since,
    images: [],
    partial: true,
  });
  if (!changes.ok) return changes;
  const { plan, loaded } = changes.value;
  if (hasErrors(loaded.diagnostics)) return ok({ plan, loaded });
  const wanted: ReadonlySet<string> = new Set(request.job ?? scope.images);
  const differing = plan.images
    .filter(({ action, name }) => action === 'build' && (wanted.size === 0 || wanted.has(name)))
    .map(({ name }) => name);
  if (differing.length === 0) return ok({ plan, loaded });
  // A commit that belongs to no branch publishes nothing anyway; one that is checked out as a branch must not either.
  const { branch } = checkout.repository;
  const hints = buildOnly(branch === undefined ? undefined : 'a change that is not merged yet publishes nothing');
  const prepared = await prepareAt(request, checkout, { hints, images: differing, force: false });
  if (!prepared.ok && scope.trust === 'foreign' && needsLogin(prepared.error)) {
    return ok({ plan, loaded, why: 'The registry wants a login: planned from the files alone' });
  }
  if (!prepared.ok) return prepared;
  if (prepared.value.event.kind !== 'build-only') throw new Error('a pull request must never publish');
  return ok(await withRecorded(checkout, prepared.value));
}

async function prepareRelease(request: ScopeRequest, scope: Of<'release'>): Promise<Result<PreparedScope, Problem>> {
  const checkout = await withTag(request.checkout, scope.tag);
  const names = await imagesAt(checkout, scope.tag, request.overrides);
  if (!names.ok) return names;
  const { tag, image } = releaseOf(scope.tag, names.value);
  const released = image === undefined ? scope.images : [image];
  const prepared = await prepareAt(request, checkout, {
    hints: {},
    images: request.job ?? released,
    force: scope.force,
    ...(released.length === 0 ? {} : { publish: new Set(released as readonly ImageName[]) }),
    release: scope.tag,
    releaseAs: tag,
  });
  return prepared.ok ? ok(await withRecorded(checkout, prepared.value)) : prepared;
}

/** The names of the images at a tag; most tags tell without a look that they mean all of them. */
async function imagesAt(
  { repository }: Checkout,
  tag: string,
  overrides: Overrides,
): Promise<Result<readonly ImageName[], Problem>> {
  if (/^v?\d/.test(tag)) return ok([]);
  const tree = await treeOf({ repository, release: tag });
  if (!tree.ok) return tree;
  const { graph } = await loadRepository(tree.value, overrides);
  await tree.value.close();
  return ok([...graph.byName.keys()]);
}

async function prepareAt(
  { connections, overrides, defaultBranch, signal }: ScopeRequest,
  { repository }: Checkout,
  more: {
    readonly hints: EventHints;
    readonly images: readonly string[];
    readonly force: boolean;
    readonly publish?: ReadonlySet<ImageName>;
    readonly release?: string;
    readonly releaseAs?: string;
  },
): Promise<Result<Prepared, Problem>> {
  const hints = { ...(defaultBranch === undefined ? {} : { defaultBranch }), ...more.hints };
  return prepare({ repository, connections, overrides, signal, ...more, hints });
}

/** Fetches the commits that records name, so that reasons can tell lines; what is gone is done without. */
async function withRecorded(checkout: Checkout, prepared: Prepared): Promise<PreparedScope> {
  const { plan } = prepared.planned;
  const commits = plan.images.flatMap(({ record, reasons }) =>
    record && reasons.some(({ kind }) => kind === 'changed') ? [record.commit] : [],
  );
  await withCommits(checkout, [...new Set(commits)], 1);
  return { plan, loaded: prepared.loaded, prepared };
}

/** Foreign code gets no login of ours, and a private registry then tells nothing. */
function needsLogin(problem: Problem): boolean {
  return problem.kind === 'environment' && ['unauthenticated', 'denied'].includes(problem.failure.reason);
}

function buildOnly(why: string | undefined): EventHints {
  return why === undefined ? {} : { buildOnly: why };
}
