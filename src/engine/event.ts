import type { Configuration } from '../definition/configuration.ts';
import { compileGlob } from '../definition/glob.ts';
import type { PlanEvent } from '../plan/event.ts';
import type { ChannelRecord } from '../plan/holding.ts';
import { type Movement, movementAt } from '../plan/moving.ts';
import { branchesOf, isAncestor, tipOf } from '../repository/history.ts';
import type { GitRepository } from '../repository/open.ts';

/** What a caller says about the event; what it leaves out is found in the repository. */
export interface EventHints {
  /** The branch that the commit was pushed to; else the one that is checked out. */
  readonly branch?: string;
  /** The repository's default branch, where the caller knows it and `caskwright.yaml` does not say. */
  readonly defaultBranch?: string;
  /** Build, and publish nothing. */
  readonly buildOnly?: string;
}

/** What Git knows about branches; some of it is on its way: Git is asked while files are read. */
export interface BranchFacts {
  /** Absent where HEAD is detached. */
  readonly checkedOut: string | undefined;
  readonly standard: Promise<string | undefined>;
  /** The commit that is the tip of a branch (`Branches.tip`). */
  tip(branch: string): Promise<string | undefined>;
}

/** Asks Git for what `eventFor` and `movementsOf` will need; `branch` is the one that a plan is most likely for. */
export function askForBranches(repository: GitRepository, branch = repository.branch): BranchFacts {
  const asked = branchesOf(repository, branch);
  const standard = asked.then((found) => found.standard);
  // Nobody may come to wait for it; who does gets the error.
  standard.catch(() => {});
  return {
    checkedOut: repository.branch,
    standard,
    tip: async (other) => (other === branch ? (await asked).tip : tipOf(repository, other)),
  };
}

/** A push to a publishing branch, or the reason why nothing is published. */
export async function eventFor(
  branches: BranchFacts,
  configuration: Configuration,
  hints: EventHints,
): Promise<PlanEvent> {
  if (hints.buildOnly !== undefined) return { kind: 'build-only', why: hints.buildOnly };
  const branch = hints.branch ?? branches.checkedOut;
  if (branch === undefined) return { kind: 'build-only', why: 'no branch is checked out (name one with --branch)' };
  const standard = configuration.branches.default ?? hints.defaultBranch ?? (await branches.standard);
  const isDefaultBranch = branch === standard;
  const publishes = isDefaultBranch || configuration.branches.publish.some((glob) => matches(glob, branch));
  if (publishes) return { kind: 'push', branch, isDefaultBranch };
  return { kind: 'build-only', why: `${branch} is not a branch that publishes (branches.publish in caskwright.yaml)` };
}

/**
 * Answers whether `commit` may move a branch's tags over a record, asking Git once for each recorded commit.
 * A release moves its tags wherever its commit stands.
 */
export function movementsOf(
  repository: GitRepository,
  event: PlanEvent,
  commit: string,
  branches: Pick<BranchFacts, 'tip'>,
): (record: Pick<ChannelRecord, 'commit'> | undefined) => Promise<Movement> {
  if (event.kind !== 'push') return async () => ({ move: true });
  const known = new Map<string, Promise<Movement>>();
  // Asked for at once: Git answers while the registry does.
  const tip = branches.tip(event.branch).then((found) => found ?? commit);
  tip.catch(() => {});
  const ask = async (recorded: string): Promise<Movement> => {
    const at = { commit, tip: await tip, inTipHistory: await isAncestor(repository, commit, await tip) };
    if (recorded === '') return movementAt(at);
    const inCommitHistory = await isAncestor(repository, recorded, commit);
    return movementAt({ ...at, recorded: { commit: recorded, inCommitHistory } });
  };
  return (record) => {
    const recorded = record?.commit ?? '';
    const answer = known.get(recorded) ?? ask(recorded);
    known.set(recorded, answer);
    return answer;
  };
}

function matches(glob: string, branch: string): boolean {
  const compiled = compileGlob(glob);
  return compiled.ok && compiled.value(branch);
}
