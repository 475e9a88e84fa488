import type { ImageResult, PlannedImage } from '../build/events.ts';
import type { ImageName } from '../names/image-name.ts';
import type { History } from '../plan/history.ts';
import type { RunReport } from './collected-run.ts';
import { changeText, isInStep, type WireImage, type WirePlan } from './plan-text.ts';
import { outcomeWord } from './run-summary.ts';

/** What a row of the table is about: an action that is to come, or an outcome. */
export type RowState = PlannedImage['action'] | Exclude<ImageResult['outcome'], 'in-step'>;

/** One image in a report for GitHub. Texts are as they came: whoever prints them escapes them. */
export interface ReportRow {
  readonly image: ImageName;
  readonly version: string;
  readonly state: RowState;
  /** `build`, `built`, `found built`, `in step`. */
  readonly word: string;
  readonly reason: string;
  readonly parents: readonly ImageName[];
  readonly result?: ImageResult;
  /** Nothing happens to it. */
  readonly inStep: boolean;
}

/** Where the rows of a report come from: the plan, the run, or both. */
export interface RowSource {
  readonly plan?: WirePlan;
  readonly run?: RunReport;
  readonly history?: History;
}

/** One row for every image, parents before children; what failed or is in the way comes first. */
export function reportRows({ plan, run, history = new Map() }: RowSource): readonly ReportRow[] {
  const results = new Map(run?.summary?.images.map((result) => [result.image, result]));
  const failed = new Set(run?.failures.map(({ image }) => image));
  const notes = Map.groupBy(run?.notes ?? [], ({ image }) => image);
  const planned = plan?.images.map((image) => plannedRow(image, history)) ?? run?.images.map(announcedRow) ?? [];
  const rows = planned.map((row): ReportRow => {
    const result = results.get(row.image);
    const said = notes.get(row.image)?.map(({ text }) => text) ?? [];
    const state = failed.has(row.image) ? 'failed' : stateOf(row, result);
    return {
      ...row,
      state,
      word: state === 'skip' ? 'in step' : isOutcome(state) ? outcomeWord(state) : state,
      reason: said.length > 0 ? said.join('; ') : row.reason,
      inStep: row.inStep && state === 'skip' && said.length === 0,
      ...(result === undefined ? {} : { result }),
    };
  });
  return rows.toSorted((a, b) => urgency(a.state) - urgency(b.state));
}

type PlannedRow = Omit<ReportRow, 'state' | 'word' | 'result'> & Pick<PlannedImage, 'action'>;

function plannedRow(image: WireImage, history: History): PlannedRow {
  const { action, version, parents, reasons } = image;
  const rest = reasons.length > 2 ? ` and ${reasons.length - 2} more` : '';
  const told = reasons.slice(0, 2).map(({ text }) => text);
  const reason = changeText(image, history) ?? told.join(', ') + rest;
  return { image: image.image, version: version ?? '', action, parents, reason, inStep: isInStep(image) };
}

function announcedRow({ image, version = '', action, reason, parents }: PlannedImage): PlannedRow {
  return { image, version, action, reason, parents, inStep: action === 'skip' };
}

function stateOf({ action }: PlannedRow, result: ImageResult | undefined): RowState {
  if (result === undefined) return action;
  return result.outcome === 'in-step' ? 'skip' : result.outcome;
}

function isOutcome(state: RowState): state is Exclude<ImageResult['outcome'], 'in-step'> {
  return state !== 'build' && state !== 'promote' && state !== 'skip';
}

function urgency(state: RowState): number {
  return state === 'failed' ? 0 : state === 'blocked' || state === 'cancelled' ? 1 : 2;
}
