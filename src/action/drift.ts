import { findDrift } from '../engine/drift.ts';
import type { Prepared } from '../engine/prepare.ts';
import { driftToJson } from '../plan/drift.ts';
import { renderDrift } from '../report/drift-text.ts';
import { type Answer, refusal } from './answer.ts';
import type { ActionContext } from './context.ts';

/** Looks for everything that has drifted; it is a failure where anything has. */
export async function lookForDrift(
  { clock, signal, runner }: ActionContext,
  prepared: Prepared,
): Promise<Pick<Answer, 'result' | 'why' | 'problem' | 'told'>> {
  const found = await findDrift({ prepared, clock, signal });
  if (!found.ok) return refusal(found.error);
  const { drift } = found.value;
  const told = renderDrift(driftToJson(found.value), { width: 120, colour: false });
  runner.write(told);
  if (drift.length === 0) return { result: 'nothing' };
  return {
    result: 'failed',
    told: told.trimEnd().split('\n'),
    why: `${drift.length} not in step with Git and their bases`,
  };
}
