import { join } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Failure } from '../build/failure.ts';
import { linkTo, listNames, makePrivate, writeNewFile } from '../system/folder-files.ts';

// What engines once let a build do to the machine that it runs on, tried for real and harmlessly: a version alone lies
// in both directions, because distributions mend what is old and keep its number.

/** An engine with a private folder to be tried in. */
export interface Trial {
  /** Builds a Dockerfile, which needs no image, in the context `context`; what the engine said. None of them succeeds. */
  build(dockerfile: string): Promise<string>;
  /** What lies beside the context: `outside`, and the engine's TMPDIR, `temporary`. */
  readonly folder: string;
}

/** Makes the folder of a trial. */
export async function prepareTrial(folder: string): Promise<void> {
  const [context, outside] = [join(folder, 'context'), join(folder, 'outside')];
  await Promise.all([join(context, 'links'), outside, join(folder, 'temporary')].map(makePrivate));
  await linkTo(outside, join(context, 'links/out'));
  // No machine can run it: an engine that says so has found it.
  await writeNewFile(join(outside, 'program'), 'not a program\0', true);
}

/** A way out of a build, by the name under which it became known. */
export interface Way {
  readonly name: string;
  readonly what: string;
  isOpen(trial: Trial): Promise<boolean>;
}

/** No image has it: an engine that complains of its absence has got as far as starting it. */
const ABSENT = '/caskwright-probe';
/** Open files of a runtime that a vulnerable one hands on; those of published exploits are 7 to 9. */
const DESCRIPTORS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
/** How long a verdict holds: the engine below a process that runs for weeks is replaced one day. */
const HOLDS = 60 * 60 * 1000;

/** Of the runtime that starts containers, below any engine. */
export const runtimeWays: readonly Way[] = [
  {
    name: 'CVE-2024-21626',
    what: 'a working directory that is a folder of the machine',
    async isOpen({ build }) {
      const tried = DESCRIPTORS.map((number) =>
        build(`FROM scratch\nWORKDIR /proc/self/fd/${number}\nRUN ["${ABSENT}"]\n`),
      );
      return (await Promise.all(tried)).some(startsContainers);
    },
  },
];

/** Of buildah, and of podman, which builds with its code. */
export const containersWays: readonly Way[] = [
  ...runtimeWays,
  {
    name: 'CVE-2024-1753',
    what: 'a mount of a link that leads to a folder of the machine',
    async isOpen({ build }) {
      const mount = '--mount=type=bind,from=links,source=/out,target=/mnt';
      const said = await build(`FROM scratch AS links\nCOPY links/ /\nFROM scratch\nRUN ${mount} ["/mnt/program"]\n`);
      return /exec format error/.test(said);
    },
  },
  {
    name: 'CVE-2024-9407',
    what: 'a mount with options that a build may not choose',
    async isOpen({ build }) {
      const mount = '--mount=type=bind,source=.,target=/mnt,bind-propagation=dev';
      return startsContainers(await build(`FROM scratch\nRUN ${mount} ["${ABSENT}"]\n`));
    },
  },
  {
    name: 'CVE-2024-9675',
    what: 'a cache in a folder of the machine',
    async isOpen({ build, folder }) {
      const mount = '--mount=type=cache,id=../caskwright-outside,target=/mnt';
      await build(`FROM scratch\nRUN ${mount} ["${ABSENT}"]\n`);
      return (await listNames(join(folder, 'temporary'))).includes('caskwright-outside');
    },
  },
];

/** Whether an engine that was told to run what is not there got as far as that. */
export function startsContainers(said: string): boolean {
  return new RegExp(`${ABSENT}.{0,10}: .*no such file`).test(said);
}

/** A RUN that no image can carry out. */
export const ABSENT_RUN = `FROM scratch\nRUN ["${ABSENT}"]\n`;

/**
 * Tries each way. Refuses where one is open, and where the engine does not get as far as it should with a build that
 * is none: what cannot be tried is not trusted. `suggestion` says what to do about an engine that is refused.
 */
export async function tryWays(
  engine: string,
  ways: readonly Way[],
  trial: Trial,
  suggestion: string,
): Promise<Result<void, Failure>> {
  const refuse = (why: string, said: string): Result<void, Failure> =>
    err({
      phase: 'build',
      reason: 'builder-unavailable',
      message: `strangers' builds are not run here: ${engine} ${why}`,
      suggestion,
      lastLines: said.trim().split('\n').slice(-20),
    });
  const said = await trial.build(ABSENT_RUN);
  if (!startsContainers(said)) return refuse('cannot be tried for known ways out of a build', said);
  const open: string[] = [];
  // One after the other: a machine that other builds run on is not to notice.
  for (const { name, what, isOpen } of ways) if (await isOpen(trial)) open.push(`${name} (${what})`);
  return open.length === 0 ? ok(undefined) : refuse(`lets a build out by ${open.join(', ')}`, '');
}

/** Asks once for all who ask within an hour. */
export function askedOnce(ask: () => Promise<Result<void, Failure>>): () => Promise<Result<void, Failure>> {
  let last: { readonly verdict: Promise<Result<void, Failure>>; readonly until: number } | undefined;
  return () => {
    const now = performance.now();
    if (last === undefined || last.until < now) last = { verdict: ask(), until: now + HOLDS };
    return last.verdict;
  };
}
