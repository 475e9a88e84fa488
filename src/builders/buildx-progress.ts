import { LineSplitter } from '../system/lines.ts';

/** One object of `--progress=rawjson` (moby/buildkit, client.SolveStatus); only what is read here. */
interface Status {
  readonly vertexes?: readonly Vertex[];
  readonly logs?: readonly { readonly vertex: string; readonly stream: number; readonly data: string }[];
}

interface Vertex {
  readonly digest: string;
  readonly name: string;
  readonly started?: string;
  readonly cached?: boolean;
  readonly error?: string;
}

/**
 * Turns BuildKit's progress into lines for people: a step's name when it starts, `CACHED` before one that was not
 * run, then its output. Where steps run side by side, the name is repeated whenever another step speaks.
 */
export class ProgressReader {
  readonly #names = new Map<string, string>();
  readonly #said = new Set<string>();
  readonly #splitters = new Map<string, LineSplitter>();
  #speaker = '';
  #lines: string[] = [];

  /** The lines that a line of buildx's output stands for; what is not progress is handed on as it is. */
  read(raw: string): readonly string[] {
    const status = parse(raw);
    if (status === undefined) return [raw];
    for (const vertex of status.vertexes ?? []) this.#step(vertex);
    for (const log of status.logs ?? []) this.#splitter(log.vertex, log.stream).write(Buffer.from(log.data, 'base64'));
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  /** What stands in the buffers when the build is over: output without a line end. */
  end(): readonly string[] {
    for (const splitter of this.#splitters.values()) splitter.end();
    return this.#lines;
  }

  #step({ digest, name, started, cached }: Vertex): void {
    this.#names.set(digest, name);
    if (started === undefined || this.#said.has(digest) || name.startsWith('[internal]')) return;
    this.#said.add(digest);
    this.#speaker = digest;
    this.#lines.push(cached ? `CACHED ${name}` : name);
  }

  #splitter(vertex: string, stream: number): LineSplitter {
    const key = `${vertex} ${stream}`;
    const known = this.#splitters.get(key);
    if (known) return known;
    const made = new LineSplitter((line) => {
      if (this.#speaker !== vertex) this.#lines.push(this.#names.get(vertex) ?? vertex);
      this.#speaker = vertex;
      this.#lines.push(line);
    });
    this.#splitters.set(key, made);
    return made;
  }
}

function parse(raw: string): Status | undefined {
  if (!raw.startsWith('{"')) return undefined;
  try {
    return JSON.parse(raw) as Status;
  } catch {
    return undefined;
  }
}
