import type { RunSummary } from '../../src/build/events.ts';
import type { Failure as BuildFailure } from '../../src/build/failure.ts';
import type { planToJson } from '../../src/plan/wire.ts';
import type { DiagnosticJson } from '../../src/report/diagnostics.ts';
import type { DriftReport as DriftReportModel, Fleet as FleetModel } from '../../src/server/api/fleet-schema.ts';
import type { Image as ImageModel, ImageVersion as ImageVersionModel } from '../../src/server/api/image-schema.ts';
import type { Descent as DescentModel, Inputs as InputsModel } from '../../src/server/api/lineage-schema.ts';
import type {
  Build as BuildModel,
  Run as RunModel,
  RunWithBuilds as RunWithBuildsModel,
} from '../../src/server/api/run-schema.ts';
import type { Static } from '../../src/server/api/schema.ts';

/** A value as JSON carries it: times are texts. */
type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Wire<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Wire<T[Key]> }
      : T;

export type Plan = ReturnType<typeof planToJson>;
export type Summary = RunSummary;
export type Failure = BuildFailure;
export type Finding = DiagnosticJson;
export type Image = Wire<Static<typeof ImageModel>>;
export type ImageVersion = Wire<Static<typeof ImageVersionModel>>;
export type Fleet = Wire<Static<typeof FleetModel>>;
export type FleetImage = Fleet['images'][number];
export type DriftReport = Wire<Static<typeof DriftReportModel>>;
export type Descent = Wire<Static<typeof DescentModel>>;
export type Inputs = Wire<Static<typeof InputsModel>>;
export type Run = Wire<Static<typeof RunModel>>;
export type Build = Wire<Static<typeof BuildModel>>;

/** `GET /api/v1/runs/{id}` */
export interface RunWithBuilds extends Omit<Wire<Static<typeof RunWithBuildsModel>>, 'plan'> {
  readonly plan: Plan | null;
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** Who is signed in. */
export interface Me {
  readonly actor: string;
  readonly name: string;
  readonly role: 'viewer' | 'builder' | 'admin';
  readonly web_editor?: boolean;
}
