import { at } from '../base/at.ts';
import { ok, type Result } from '../base/result.ts';
import type { Problem } from '../engine/problem.ts';
import type { ImageName } from '../names/image-name.ts';
import { fanOut } from '../plan/fan-out.ts';
import type { Plan } from '../plan/plan.ts';
import { planToJson } from '../plan/wire.ts';
import { safeJson } from '../report/text.ts';
import { readText } from '../system/folder-files.ts';
import type { Inputs } from './inputs.ts';

/** Jobs of one matrix that GitHub starts, and levels that the reusable workflow has jobs for. */
const GITHUB_LIMITS = { levels: 8, jobs: 256 };

/** One job of a matrix. */
export interface MatrixJob {
  /** For the job's title. */
  readonly name: string;
  /** For the input `image`. */
  readonly image: string;
  /** For the input `platform`; empty where the job builds for all. */
  readonly platform: string;
  /** Different for each job: names the artifact that it hands on. */
  readonly id: string;
  /** A pattern of the ids of the jobs that it stands on; empty where there are none. */
  readonly needs: string;
}

/** Ids in a pattern: with more of them a job fetches what all jobs before it have handed on. */
const LONGEST_PATTERN = 20;

/** The bytes that `caskwright plan --format json` prints. */
export function planText(plan: Plan): string {
  return `${safeJson(planToJson(plan), 2)}\n`;
}

/** The jobs of each level. */
export function matrixLevels(plan: Plan, byPlatform: boolean): readonly (readonly MatrixJob[])[] {
  return fanOut(plan, { ...GITHUB_LIMITS, byPlatform }).map((jobs) =>
    jobs.map(({ id, images, platform = '', needs }) => ({
      name: title(images) + (platform === '' ? '' : ` (${platform})`),
      image: images.join(' '),
      platform,
      id,
      needs: pattern(needs),
    })),
  );
}

function title(images: readonly ImageName[]): string {
  const [first = '', ...rest] = images;
  return rest.length === 0 ? first : `${first} and ${rest.length} more`;
}

/** As actions/download-artifact reads it. */
function pattern(ids: readonly string[]): string {
  if (ids.length > LONGEST_PATTERN) return '*';
  return ids.length > 1 ? `{${ids.join()}}` : ids.join();
}

/** What one job of a fan-out builds: nothing for the last one, which publishes what the others landed. */
export async function imagesOfJob(inputs: Inputs): Promise<Result<readonly string[] | undefined, Problem>> {
  if (inputs.image) return ok(inputs.image);
  if (inputs.plan === undefined) return ok(undefined);
  if (inputs.level === undefined) return ok([]);
  const levels = at(await readPlan(inputs.plan), 'levels');
  const level: unknown = Array.isArray(levels) ? levels[inputs.level] : undefined;
  if (isNames(level)) return ok(level);
  return {
    ok: false,
    error: {
      kind: 'usage',
      message: `${inputs.plan} has no level ${inputs.level}`,
      suggestion: 'give the plan file that command: plan wrote in an earlier job',
    },
  };
}

async function readPlan(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}
