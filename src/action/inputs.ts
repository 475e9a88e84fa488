import { resolve } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import { parseRegistry } from '../definition/read-registry.ts';
import type { BuilderKind } from '../engine/connections.ts';
import { type Platform, parsePlatform } from '../names/platform.ts';
import { nearestName } from '../plan/in-repository.ts';
import { directoryOf, tokenOf } from './early.ts';

const COMMANDS = ['auto', 'validate', 'plan', 'build', 'release', 'clean', 'comment', 'version'] as const;
const BUILDERS = ['auto', 'buildx', 'podman', 'buildah'] as const;

/** The inputs of `action.yml`, read once. An input that is left empty is absent. */
export interface Inputs {
  readonly command: (typeof COMMANDS)[number];
  /** Absolute. */
  readonly directory: string;
  /** Images that are meant; empty: all that the event is about. */
  readonly images: readonly string[];
  /** `host/namespace` in place of the one in `caskwright.yaml`. */
  readonly registry?: string;
  /** `yes`: it is a failure where nothing may be published. */
  readonly push: 'auto' | 'yes' | 'no';
  readonly builder?: BuilderKind;
  readonly concurrency?: number;
  readonly force: boolean;
  readonly dryRun: boolean;
  /** One level of a plan file that fans out, from 0. */
  readonly level?: number;
  /** The images of one job of a fan-out; never empty. */
  readonly image?: readonly string[];
  /** The one platform that this job of a fan-out builds for. */
  readonly platform?: Platform;
  /** Each job of a fan-out builds for one platform, and the last one joins them. */
  readonly byPlatform: boolean;
  /** Absolute path of the folder that the layouts of earlier jobs were downloaded to. */
  readonly layouts?: string;
  /** Absolute path of the report that another run has left. */
  readonly report?: string;
  /** Absolute path of the plan file of an earlier job. */
  readonly plan?: string;
  /** Absolute path of the folder that the digests of earlier jobs were downloaded to. */
  readonly digests?: string;
  /** Whether BuildKit keeps layers in the registry for the next runner. */
  readonly layerCache: boolean;
  /** Whether the engine's store is emptied after the job. */
  readonly prune: boolean;
  /** Logins or ids of those whose release tags count; empty: of all who may push one. */
  readonly releasers: readonly string[];
  readonly token?: string;
  /** Whether a pull request may be commented on. */
  readonly comment: boolean;
}

/** An input that does not fit, in a reader's words. */
export interface InputFinding {
  readonly input: string;
  readonly message: string;
  readonly fix: string;
}

/**
 * Reads every input, and finds everything that is wrong with them.
 * `read` gives the text of an input, `''` where it is not set; relative paths are meant from `workspace`.
 */
export function readInputs(read: (name: string) => string, workspace: string): Result<Inputs, readonly InputFinding[]> {
  const findings: InputFinding[] = [];
  const refuse = (input: string, message: string, fix: string) => void findings.push({ input, message, fix });
  const text = (name: string) => read(name).trim();
  const choice = <T extends string>(name: string, choices: readonly T[], otherwise: T): T => {
    const value = text(name);
    if (value === '') return otherwise;
    const found = choices.find((one) => one === value);
    if (found === undefined) {
      const nearest = nearestName(value, choices);
      refuse(name, `"${value}" is not a value of ${name}`, nearest ? `did you mean ${nearest}?` : oneOf(choices));
    }
    return found ?? otherwise;
  };
  const flag = (name: string) => choice(name, ['true', 'false'], 'false') === 'true';
  const whole = (name: string, least: number): number | undefined => {
    const value = text(name);
    if (value === '') return undefined;
    if (/^\d{1,4}$/.test(value) && Number(value) >= least) return Number(value);
    refuse(name, `"${value}" is not a number that ${name} can have`, `a whole number from ${least} to 9999`);
    return undefined;
  };
  const path = (name: string) => (text(name) === '' ? undefined : resolve(workspace, text(name)));
  const push = choice('push', ['auto', 'true', 'false'], 'auto');
  const registry = text('registry');
  const parsed = registry === '' ? undefined : parseRegistry(registry);
  if (parsed && !parsed.ok)
    refuse('registry', `"${registry}": ${parsed.error}`, 'host/namespace, such as ghcr.io/acme');
  const image = names(text('image'));
  const level = whole('level', 0);
  if (level !== undefined && image.length > 0) {
    refuse('level', 'level and image are both set', 'name the level, or the images of one job of it');
  }
  if (level !== undefined && text('plan') === '') {
    refuse('level', 'a level is one of a plan, and no plan is given', 'plan: the path of the plan of the first job');
  }
  const platform = text('platform') === '' ? undefined : parsePlatform(text('platform'));
  if (platform && !platform.ok) refuse('platform', `"${text('platform')}": ${platform.error}`, 'such as linux/arm64');
  const inputs: Inputs = {
    command: choice('command', COMMANDS, 'auto'),
    directory: directoryOf(read, workspace),
    images: names(text('images')),
    releasers: names(text('releasers')),
    push: push === 'auto' ? 'auto' : push === 'true' ? 'yes' : 'no',
    force: flag('force'),
    dryRun: flag('dry-run'),
    byPlatform: flag('by-platform'),
    layerCache: flag('layer-cache'),
    prune: flag('prune'),
    comment: choice('comment', ['auto', 'false'], 'auto') === 'auto',
    ...present('registry', registry === '' ? undefined : registry),
    ...present('builder', text('builder') === '' ? undefined : choice('builder', BUILDERS, 'auto')),
    ...present('concurrency', whole('concurrency', 1)),
    ...present('level', level),
    ...present('image', image.length === 0 ? undefined : image),
    ...present('plan', path('plan')),
    ...present('digests', path('digests')),
    ...present('platform', platform?.ok ? platform.value : undefined),
    ...present('layouts', path('layouts')),
    ...present('report', path('report')),
    ...present('token', tokenOf(read)),
  };
  return findings.length === 0 ? ok(inputs) : err(findings);
}

/** Names of images in one input: by spaces, commas or lines. */
export function names(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((name) => name !== ''))];
}

function oneOf(choices: readonly string[]): string {
  return `one of ${choices.join(', ')}`;
}

function present<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
