import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import type { AdoptionInput } from './adoption.ts';
import { isBakeFile, readBake } from './bake/read.ts';
import { isComposeEnvironment, isComposeFile, readCompose } from './compose.ts';
import type { Declarations, DeclaredBuild } from './declared.ts';
import { isSetAside } from './file-names.ts';
import { isImageBuilderManifest, readImageBuilderManifests } from './image-builder.ts';
import { isMakefile, readMakefile } from './makefile.ts';

/** Whether a file may declare builds. */
export function isDeclaration(path: string): boolean {
  return (
    isBakeFile(path) ||
    isComposeFile(path) ||
    isImageBuilderManifest(path) ||
    isMakefile(path) ||
    isComposeEnvironment(path)
  );
}

/** Reads everything that a repository declares in the formats of other tools, the most exact one first. */
export function readDeclarations({ paths, texts }: Pick<AdoptionInput, 'paths' | 'texts'>): Declarations {
  const there = new Set(paths);
  const has = (path: string) => there.has(path);
  const textAt = (path: string) => texts.get(path)?.text;
  const files = [...texts.values()].filter(({ path }) => !isSetAside(path));
  const each = (is: (path: string) => boolean, read: (file: SourceFile) => Declarations) =>
    files.filter(({ path }) => is(path)).map(read);
  const manifests = files.filter(({ path }) => isImageBuilderManifest(path));
  const kinds = [
    [readImageBuilderManifests(manifests, textAt, has)],
    each(isBakeFile, (file) => readBake(file, has)),
    each(isComposeFile, (file) => readCompose(file, textAt, has)),
    each(isMakefile, (file) => readMakefile(file, textAt, has)),
  ];
  const builds: DeclaredBuild[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const found of kinds) {
    // What one kind of file builds, the next only repeats, and often in part.
    const spoken = new Set(builds.map(({ dockerfile }) => dockerfile));
    builds.push(...found.flatMap((one) => one.builds).filter(({ dockerfile }) => !spoken.has(dockerfile)));
    diagnostics.push(...found.flatMap((one) => one.diagnostics));
  }
  return { builds, diagnostics };
}
