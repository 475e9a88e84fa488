import type {
  KyselyPlugin,
  OperationNode,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  UnknownRow,
} from 'kysely';
import type { Publisher } from '../../src/build/ports/registry.ts';

/** When a process is to die: at a moment by its name, or at any; the how-manieth, and how much later. */
export interface Death {
  /** `before tag latest`; absent: any moment counts. */
  readonly at?: string;
  /** From 1. */
  readonly nth: number;
  /** Milliseconds. */
  readonly later?: number;
}

/** Counts the moments that a process passes, and kills it -9 at the chosen one. */
export class Moments {
  readonly #death: Death | undefined;
  #passed = 0;

  constructor(death: Death | undefined) {
    this.#death = death;
  }

  pass(name: string): void {
    if (process.env.CASKWRIGHT_TEST_MOMENTS) process.stderr.write(`${name}\n`);
    const death = this.#death;
    if (!death || (death.at !== undefined && death.at !== name)) return;
    this.#passed += 1;
    if (this.#passed !== death.nth) return;
    if (death.later) setTimeout(die, death.later);
    else die();
  }

  /** A moment before and one after a piece of work. */
  async around<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.pass(`before ${name}`);
    const done = await work();
    this.pass(`after ${name}`);
    return done;
  }
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Makes a moment of every write of a publisher. */
export function momentsOfPublisher(real: Publisher, moments: Moments): Publisher {
  return {
    outputFor: (image, tag) => real.outputFor(image, tag),
    sourceOf: (image, digest) => real.sourceOf(image, digest),
    settle: (...args) => moments.around('settle', () => real.settle(...args)),
    join: (...args) => moments.around('join', () => real.join(...args)),
    tag: (...args) => moments.around(`tag ${args[2].replace(/-.*/, '')}`, () => real.tag(...args)),
    writeRecord: (...args) => {
      const state = /\\?"state\\?":\\?"(open|closed)/.exec(JSON.stringify(args[2]))?.[1] ?? '';
      return moments.around(`record ${state}`, () => real.writeRecord(...args));
    },
  };
}

/** Makes a moment of every statement that changes something: `update runs running`. */
export function momentsOfDatabase(moments: Moments): KyselyPlugin {
  const names = new WeakMap<object, string>();
  return {
    transformQuery({ node, queryId }: PluginTransformQueryArgs) {
      const name = nameOf(node);
      if (name !== undefined) {
        names.set(queryId, name);
        moments.pass(`before ${name}`);
      }
      return node;
    },
    async transformResult({ result, queryId }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
      const name = names.get(queryId);
      if (name !== undefined) moments.pass(`after ${name}`);
      return result;
    },
  };
}

/** Undefined for what only reads, and for renewals, whose number is chance. */
function nameOf(node: OperationNode): string | undefined {
  // biome-ignore lint/suspicious/noExplicitAny: trees of statements are read by their shape
  const tree = node as any;
  const tableOf = (table: unknown) =>
    /"identifier":\{"kind":"IdentifierNode","name":"(\w+)"/.exec(JSON.stringify(table))?.[1];
  if (tree.kind === 'InsertQueryNode') return `insert ${tableOf(tree.into)}`;
  if (tree.kind === 'RawNode') return /^\s*insert into (\w+)/.exec(String(tree.sqlFragments[0]))?.[0].trim();
  if (tree.kind !== 'UpdateQueryNode') return undefined;
  const state = tree.updates.find((update: unknown) => tableless(update) === 'state');
  if (state) return `update ${tableOf(tree.table)} ${state.value.value ?? ''}`.trim();
  return tree.updates.some((update: unknown) => tableless(update) === 'plan') ? 'update runs plan' : undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: see above
function tableless(update: any): string | undefined {
  return update.column?.column?.name;
}
