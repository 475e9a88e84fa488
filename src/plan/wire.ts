import { positionAt } from '../diagnostics/diagnostic.ts';
import { formatReference } from '../names/reference.ts';
import type { PlanEvent } from './event.ts';
import type { Graph } from './graph.ts';
import { buildLevels, criticalPath } from './order.ts';
import { type Plan, planNodes } from './plan.ts';
import { describeReason, type Reason } from './reasons.ts';

/** A reason as scripts see it: its fields, and the text that people see. */
export type WireReason = Reason & { readonly text: string };

/** The plan as JSON (`schemas/plan.schema.json`): deterministic, without times or history. */
export function planToJson(plan: Plan) {
  const path = criticalPath(plan);
  return {
    version: 1,
    commit: plan.commit,
    dirty: plan.dirty,
    event: wireEvent(plan.event),
    registry: plan.destination,
    images: plan.images.map((image) => ({
      image: image.name,
      version: image.image.definition.version?.value ?? null,
      action: image.action,
      fingerprint: image.fingerprint?.fingerprint ?? image.landing?.fingerprint ?? null,
      source: image.source.source,
      digest: image.landing?.digest ?? null,
      tags: [...image.tags.fixed, ...image.tags.moving],
      parents: [
        ...new Set((plan.graph.parents.get(image.name) ?? []).filter((edge) => edge.live).map((edge) => edge.parent)),
      ],
      reasons: image.reasons.map(wireReason),
    })),
    nodes: planNodes(plan).map(({ image, platform, node }) => ({
      image: image.name,
      platform,
      action: image.action,
      fingerprint: node?.fingerprint ?? null,
      digest: image.landing?.platforms[platform] ?? null,
      reasons: image.reasons.map(wireReason),
      builds_on: node?.ingredients ?? [],
    })),
    levels: buildLevels(plan),
    critical_path: path.images,
  };
}

/** The graph as JSON (`schemas/graph.schema.json`), paths from the repository's root. */
export function graphToJson(graph: Graph) {
  return {
    version: 1,
    images: graph.images.map(({ definition, dockerfile }) => ({
      name: definition.name.value,
      directory: definition.directory,
      build_file: definition.file.path,
      dockerfile: dockerfile.file.path,
      context: definition.context.value,
      version: definition.version?.value ?? null,
      platforms: definition.platforms.map(({ value }) => value),
      bases: [
        ...new Set((graph.bases.get(definition.name.value) ?? []).map((base) => formatReference(base.reference))),
      ],
    })),
    edges: graph.edges.map((edge) => {
      const { line, column } = positionAt(edge.file, edge.span.start);
      const { parent, child, kind, pinned, reference } = edge;
      return { parent, child, kind, pinned, reference, file: edge.file.path, line, column };
    }),
  };
}

function wireEvent(event: PlanEvent) {
  if (event.kind !== 'push') return event;
  return { kind: event.kind, branch: event.branch, default_branch: event.isDefaultBranch };
}

function wireReason(reason: Reason): WireReason {
  return { ...reason, text: describeReason(reason) };
}
