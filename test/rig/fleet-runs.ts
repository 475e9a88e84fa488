import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok } from '../../src/base/result.ts';
import type { RunEvent, RunSummary } from '../../src/build/events.ts';
import type { Failure } from '../../src/build/failure.ts';
import type { Registration } from '../../src/build/ports/registrar.ts';
import type { Publisher, RegistryReader } from '../../src/build/ports/registry.ts';
import { runPlan } from '../../src/build/run.ts';
import type { RunInput } from '../../src/build/run-input.ts';
import { createFakeBuilder, type FakeBuilder, type FakeSteering } from '../../src/builders/fake.ts';
import { readHoldings } from '../../src/engine/holdings.ts';
import type { ChannelRecord, Landing } from '../../src/plan/holding.ts';
import { landingFrom, recordFrom } from '../../src/plan/holding.ts';
import { digest } from '../../src/plan/images.fixture.ts';
import { makePlan, type Plan } from '../../src/plan/plan.ts';
import { type Fleet, main, type PlanSketch, planInput } from '../../src/plan/plans.fixture.ts';
import { landingTag } from '../../src/plan/tags.ts';
import { createLayout } from '../../src/registry/layout.ts';
import { createHttp } from '../../src/system/http.ts';
import { swiftClock } from './clock.ts';

type Destination = RegistryReader & Publisher;

/** What a test changes about a run. */
export interface RunSketch extends Pick<PlanSketch, 'event' | 'commit' | 'configuration' | 'forced' | 'base'> {
  readonly builder?: FakeSteering;
  readonly slots?: number;
  readonly keepGoing?: boolean;
  readonly signal?: AbortSignal;
  /** Stands between the run and its destination. */
  readonly publisher?: (real: Publisher) => Publisher;
  /** What the run lives and dies with. */
  readonly process?: ReturnType<typeof mortal>;
  readonly reader?: (real: RegistryReader) => RegistryReader;
  readonly movement?: RunInput['movement'];
  /** Answers registrations; absent: there is no control API. */
  readonly register?: (payload: Registration) => Failure | undefined;
  readonly required?: boolean;
  readonly layerCache?: boolean;
  /** Absent: the run is all there is. */
  readonly share?: RunInput['share'];
  readonly secrets?: Readonly<Record<string, string>>;
}

/** A run that is under way. */
export interface StartedRun {
  readonly plan: Plan;
  readonly builder: FakeBuilder;
  readonly events: readonly RunEvent[];
  readonly summary: Promise<RunSummary>;
  /** Resolves when no build and no write is under way: what a test waits for that calls a run dead. */
  readonly quiet: () => Promise<void>;
}

/** What stands in the destination for one image. */
export interface Standing {
  /** Public tag → digest. */
  readonly tags: Readonly<Record<string, string>>;
  readonly records: Readonly<Record<string, ChannelRecord>>;
  readonly landing?: Landing;
}

const facts = { destination: 'registry.example/fleet', repository: '', ref: 'refs/heads/main' };
const noBases: Pick<RegistryReader, 'resolve'> = {
  resolve: async () => err({ phase: 'plan', reason: 'image-missing', message: 'no bases in this test', lastLines: [] }),
};

/** Plans and runs fleets against a real destination, with the fake builder and a clock that stands still. */
export class FleetRuns {
  readonly destination: Destination;
  readonly #folder: string;
  readonly #http = createHttp({});
  #made = 0;

  private constructor(folder: string, destination: Destination) {
    this.#folder = folder;
    this.destination = destination;
  }

  /** On an OCI layout in a temporary folder, unless a destination is given. */
  static async open(destination?: Destination): Promise<FleetRuns> {
    const folder = await mkdtemp(join(tmpdir(), 'caskwright-runs-'));
    return new FleetRuns(folder, destination ?? createLayout(join(folder, 'layout'), noBases));
  }

  /** The same layout once more, to go another way from here. */
  async copy(): Promise<FleetRuns> {
    const copied = await FleetRuns.open();
    await cp(join(this.#folder, 'layout'), join(copied.#folder, 'layout'), { recursive: true, force: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      },
    );
    return copied;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async close(): Promise<void> {
    await this.#http.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Plans against what the destination holds now, and starts the run. */
  async start(fleet: Fleet, sketch: RunSketch = {}): Promise<StartedRun> {
    const plan = await this.plan(fleet, sketch);
    const builder = createFakeBuilder({ http: this.#http, insecure: [hostOf(this.destination)] }, sketch.builder);
    const events: RunEvent[] = [];
    const building = new Begun();
    const watched: FakeBuilder = {
      ...builder,
      build(...args) {
        if (sketch.process?.isDead()) return new Promise(() => {});
        return building.add(builder.build(...args));
      },
    };
    const quiet = async () => {
      await building.done();
      await sketch.process?.quiet();
    };
    const summary = runPlan(this.#input(plan, watched, sketch, (event) => events.push(event)));
    return { plan, builder, events, summary, quiet };
  }

  async run(
    fleet: Fleet,
    sketch: RunSketch = {},
  ): Promise<Omit<StartedRun, 'summary' | 'quiet'> & { summary: RunSummary }> {
    const { plan, builder, events, summary } = await this.start(fleet, sketch);
    return { plan, builder, events, summary: await summary };
  }

  async plan(fleet: Fleet, sketch: RunSketch = {}): Promise<Plan> {
    const { event = main, commit, configuration, forced, base } = sketch;
    const input = planInput(fleet, {
      event,
      ...(commit === undefined ? {} : { commit }),
      ...(configuration === undefined ? {} : { configuration }),
      ...(forced === undefined ? {} : { forced }),
      ...(base === undefined ? {} : { base }),
      ...(sketch.register ? { registration: facts } : {}),
    });
    const { graph } = input;
    const signal = new AbortController().signal;
    const holdings = await readHoldings({ ...input, images: graph.images, reader: this.destination, signal });
    if (!holdings.ok) throw new Error(holdings.error.message);
    return makePlan({ ...input, holdings: holdings.value });
  }

  /** Everything that stands under tags for the images of a fleet; hidden tags but the landing's are left out. */
  async standing(fleet: Fleet): Promise<Record<string, Standing>> {
    const signal = new AbortController().signal;
    const found: Record<string, Standing> = {};
    for (const { name } of planInput(fleet).graph.images.map(({ definition }) => ({ name: definition.name.value }))) {
      const listed = await this.destination.tags(name, signal);
      if (!listed.ok) throw new Error(listed.error.message);
      const tags: Record<string, string> = {};
      const records: Record<string, ChannelRecord> = {};
      for (const tag of [...listed.value].sort()) {
        const manifest = await this.destination.manifest(name, tag, signal);
        if (!manifest.ok || !manifest.value) throw new Error(`${name}:${tag} cannot be read`);
        const record = recordFrom(manifest.value.annotations);
        if (record) records[tag] = record;
        else if (!/^(?:fp|src)-/.test(tag)) tags[tag] = manifest.value.digest;
      }
      found[name] = { tags, records, ...(await this.#landing(fleet, name)) };
    }
    return found;
  }

  async #landing(fleet: Fleet, image: string): Promise<{ landing?: Landing }> {
    const { fingerprints } = planInput(fleet);
    const [name, fingerprint] = [...fingerprints].find(([each]) => each === image) ?? [];
    if (!name || !fingerprint) return {};
    const found = await this.destination.manifest(
      name,
      landingTag(fingerprint.fingerprint),
      new AbortController().signal,
    );
    const landing = found.ok && found.value ? landingFrom(found.value) : undefined;
    return landing ? { landing } : {};
  }

  #input(plan: Plan, builder: FakeBuilder, sketch: RunSketch, emit: RunInput['emit']): RunInput {
    const { publisher = (real) => real, reader = (real) => real, register } = sketch;
    return {
      plan,
      run: 'run',
      builder,
      reader: reader(this.destination),
      publisher: publisher(sketch.process?.wrap(this.destination) ?? this.destination),
      ...(register ? { control: { registrar: registrarOf(register), required: sketch.required ?? false, facts } } : {}),
      heldSource: (image, bytes) => this.destination.sourceOf(image, bytes),
      adopt: true,
      layerCache: sketch.layerCache ?? false,
      ...(sketch.share ? { share: sketch.share } : {}),
      base: (reference) => ({ repository: `docker.io/library/${reference}`, digest: digest(reference) }),
      materialize: async (image) => ok(await this.#context(image.dockerfile.file.text)),
      movement: sketch.movement ?? (async () => ({ move: true })),
      secret: (secret) => sketch.secrets?.[secret],
      commit: { id: plan.commit, repository: '', time: 1_750_000_000 },
      slots: sketch.slots ?? 4,
      keepGoing: sketch.keepGoing ?? true,
      clock: swiftClock(),
      emit,
      signal: sketch.signal ?? new AbortController().signal,
    };
  }

  async #context(dockerfile: string) {
    const contextDirectory = join(this.#folder, `context-${this.#made++}`);
    await mkdir(contextDirectory);
    await writeFile(join(contextDirectory, 'Dockerfile'), dockerfile);
    return {
      contextDirectory,
      dockerfile: join(contextDirectory, 'Dockerfile'),
      dispose: () => rm(contextDirectory, { recursive: true, force: true }),
    };
  }
}

function registrarOf(
  register: (payload: Registration) => Failure | undefined,
): NonNullable<RunInput['control']>['registrar'] {
  return {
    register: async (payload) => {
      const failure = register(payload);
      return failure ? err(failure) : ok(undefined);
    },
  };
}

function hostOf(destination: Destination): string {
  const source = destination.sourceOf('x' as Parameters<Destination['sourceOf']>[0], digest('x'));
  return source.kind === 'registry' ? (source.repository.split('/', 1)[0] ?? '') : '';
}

/** Work that has begun and may not be over yet. */
class Begun {
  readonly #open = new Set<Promise<unknown>>();

  add<T>(work: Promise<T>): Promise<T> {
    const end = () => this.#open.delete(work);
    this.#open.add(work);
    work.then(end, end);
    return work;
  }

  async done(): Promise<void> {
    while (this.#open.size > 0) await Promise.allSettled(this.#open);
  }
}

/**
 * A process that dies before call number `at` (from 0) of its publisher: that call and all later ones never come
 * back, and no build is begun. `died` resolves when it does; `calls` counts.
 */
export function mortal(at: number) {
  const death = Promise.withResolvers<void>();
  const begun = new Begun();
  let calls = 0;
  const guard =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      if (calls++ < at) return begun.add(call(...args));
      death.resolve();
      return new Promise<R>(() => {});
    };
  const wrap = (real: Publisher): Publisher => ({
    ...real,
    settle: guard(real.settle),
    join: guard(real.join),
    tag: guard(real.tag),
    writeRecord: guard(real.writeRecord),
  });
  return { wrap, died: death.promise, isDead: () => calls > at, calls: () => calls, quiet: () => begun.done() };
}
