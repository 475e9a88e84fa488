import { openEarly } from '../action/early.ts';
import { createRunner } from '../action/runner.ts';
import { systemClock } from '../base/clock.ts';
import { VERSION } from './version.ts';

const cancel = new AbortController();
// The runner sends SIGINT, 7.5 s later SIGTERM, and 2.5 s later kills: the first one ends the work in good order.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => cancel.abort(new Error(`cancelled by ${signal}`)));
}

const showsSummary = process.env.GITHUB_STEP_SUMMARY !== undefined;
const runner = createRunner((text) => void process.stdout.write(text), showsSummary);
// The same file is the step's `post`; only after its `main` there is something to remember.
const isPost = runner.remembered('main') !== '';
const context = {
  environment: process.env,
  version: VERSION,
  runner,
  clock: systemClock,
  signal: cancel.signal,
  checkout: openEarly({ environment: process.env, runner }, !isPost),
  connect: async (environment: NodeJS.ProcessEnv, root: string) => {
    const { createConnections } = await import('./connections.ts');
    return createConnections(environment, root);
  },
};

try {
  const { runAction, runPost } = await import('../action/run.ts');
  process.exitCode = await (isPost ? runPost(context) : runAction(context));
} catch (error) {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  runner.error(`this is a bug of caskwright, not of yours. Please report it with these lines:\n${stack}`, 'caskwright');
  runner.output('result', 'failed');
  process.exitCode = 70;
}
await new Promise((done) => process.stdout.write('', done));
process.exit();
