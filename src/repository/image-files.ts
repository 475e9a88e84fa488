import { namedFiles } from '../definition/customizations/customizations.ts';
import type { ImageDefinition, Located } from '../definition/image.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { ContextDirectory } from './context.ts';
import { outsideFinding } from './findings.ts';
import { join } from './layout.ts';
import type { Place } from './paths.ts';
import type { Reading } from './reading.ts';
import type { TreeEntry } from './tree.ts';

/** A file under the path that it is named by; the entry is what links on the way lead to. */
export interface FoundFile {
  readonly path: string;
  readonly entry: TreeEntry;
}

/** The files that an image is made of, as far as they are there. */
export interface ImageFiles {
  readonly definition: ImageDefinition;
  readonly dockerfile: FoundFile | undefined;
  readonly requirements: readonly FoundFile[];
  readonly context: ContextDirectory | undefined;
  readonly ignoreFile: FoundFile | undefined;
}

/** Looks up what a definition names; what is missing or outside is reported. */
export function findFiles(reading: Reading, definition: ImageDefinition): ImageFiles {
  const finder = new Finder(reading, definition);
  const context = finder.directory(definition.context);
  const { dockerfile, declaration, requirements } = definition;
  const named = declaration ? namedFiles(declaration.customizations) : [];
  for (const { path } of named) finder.file(path, 'customization-file-missing');
  return {
    definition,
    dockerfile: finder.file(dockerfile, 'dockerfile-missing'),
    requirements: requirements
      .map((path) => finder.file(path, 'requirements-missing'))
      .filter((file) => file !== undefined),
    context,
    ignoreFile: finder.ignoreFile(definition.dockerfile.value, context),
  };
}

class Finder {
  readonly #reading: Reading;
  readonly #definition: ImageDefinition;
  readonly #escapes: readonly Diagnostic[];

  constructor(reading: Reading, definition: ImageDefinition) {
    this.#reading = reading;
    this.#definition = definition;
    this.#escapes = reading.diagnostics.filter(({ code }) => code === 'path-outside-repository');
  }

  file(named: Located<string>, missing: Code): FoundFile | undefined {
    if (this.#isReported(named)) return undefined;
    const place = this.#resolve(named);
    if (place.kind === 'file') return { path: named.value, entry: place.entry };
    if (place.kind === 'directory')
      this.#report(named, missing, `${named.value || 'the root'} is a directory, not a file`);
    else if (place.kind === 'absent') this.#report(named, missing, `${named.value} does not exist`);
    return undefined;
  }

  directory(named: Located<string>): ContextDirectory | undefined {
    if (this.#isReported(named)) return undefined;
    const place = this.#resolve(named);
    if (place.kind === 'directory') return place;
    if (place.kind === 'file') this.#report(named, 'context-missing', `${named.value} is a file, not a directory`);
    else if (place.kind === 'absent') this.#report(named, 'context-missing', `${named.value} does not exist`);
    return undefined;
  }

  /** The ignore file that counts: `<Dockerfile>.dockerignore` beside the Dockerfile, else `.dockerignore` of the context. */
  ignoreFile(dockerfile: string, context: ContextDirectory | undefined): FoundFile | undefined {
    const candidates = [
      `${dockerfile}.dockerignore`,
      ...(context === undefined ? [] : [join(context.path, '.dockerignore')]),
    ];
    for (const path of candidates) {
      const place = this.#resolve({ value: path, span: this.#definition.context.span });
      if (place.kind === 'file') return { path, entry: place.entry };
    }
    return undefined;
  }

  #resolve({ value, span }: Located<string>): Place {
    const place = this.#reading.paths.resolve(value);
    const { file } = this.#definition;
    if (place.kind === 'outside') this.#reading.diagnostics.push(outsideFinding(file, span, value, place.link));
    return place;
  }

  #report({ span }: Located<string>, code: Code, message: string): void {
    const { file } = this.#definition;
    const fix = 'paths start from the directory of build.yaml; only what Git tracks counts';
    this.#reading.diagnostics.push({ severity: 'error', code, message, fix, file, span });
  }

  /** Whether reading build.yaml said already that this path leads out: what stands in its place is of no interest then. */
  #isReported({ span }: Located<string>): boolean {
    const { file } = this.#definition;
    const isSame = (finding: Diagnostic) => finding.file === file && finding.span.start === span.start;
    return this.#escapes.some(isSame);
  }
}
