import { resolve } from 'node:path';
import { openCheckout } from './checkout.ts';
import { type ActionContext, readJob } from './context.ts';

/** Commands that look at no file of a repository. */
const WITHOUT_CHECKOUT = ['version', 'comment'];

/**
 * Opens the checkout of a step, once for all who ask. Where it is going to be needed, Git is asked at once: it answers
 * while Node loads the rest of the action, of which nothing may be imported here.
 */
export function openEarly(
  { environment, runner }: Pick<ActionContext, 'environment' | 'runner'>,
  willBeNeeded: boolean,
): ActionContext['checkout'] {
  let opening: ReturnType<ActionContext['checkout']> | undefined;
  const checkout = () => {
    const job = readJob(environment, '');
    opening ??= openCheckout(directoryOf(runner.input, job.workspace), job, environment, tokenOf(runner.input));
    return opening;
  };
  if (willBeNeeded && !WITHOUT_CHECKOUT.includes(runner.input('command'))) checkout().catch(() => {});
  return checkout;
}

/** The input `directory` as an absolute path. */
export function directoryOf(read: (name: string) => string, workspace: string): string {
  return resolve(workspace, read('directory').trim() || '.');
}

/** The input `token`; undefined where it is empty. */
export function tokenOf(read: (name: string) => string): string | undefined {
  return read('token').trim() || undefined;
}
