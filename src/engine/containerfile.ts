import { err, ok, type Result } from '../base/result.ts';
import { containerfile } from '../definition/customizations/containerfile.ts';
import { nearest } from '../definition/nearest.ts';
import { readConfiguration } from '../definition/read-configuration.ts';
import { readImageDefinition } from '../definition/read-image-definition.ts';
import { compareDiagnostics, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { hasErrors, type LoadedRepository } from './load.ts';
import { findingsOf } from './plan.ts';
import type { Problem } from './problem.ts';

/** The generated Containerfile of an image of a repository. Findings of other images do not stand in its way. */
export function containerfileOf(loaded: LoadedRepository, name: string): Result<string, Problem> {
  const { graph } = loaded;
  const image = graph.images.find(({ definition }) => definition.name.value === name);
  if (!image) {
    const meant = nearest(
      name,
      graph.images.map(({ definition }) => definition.name.value),
    );
    const suggestion = meant === undefined ? {} : { suggestion: `caskwright containerfile ${meant}` };
    return err({ kind: 'usage', message: `the repository has no image ${name}`, ...suggestion });
  }
  const { definition } = image;
  const own = loaded.diagnostics.filter(({ file }) => file.path === definition.file.path);
  if (hasErrors(own)) return err(findingsOf({ ...loaded, diagnostics: own }));
  if (definition.declaration) return ok(containerfile(definition.declaration));
  return err({
    kind: 'usage',
    message: `${name} has a Dockerfile of its own: ${image.dockerfile.file.path}`,
    suggestion: 'only images with base_image have one generated',
  });
}

/** A Containerfile for the text of a `build.yaml` that lies nowhere yet. */
export interface Preview {
  /** Absent where the definition has errors. */
  readonly containerfile?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Previews the Containerfile of a definition; files that it names by path are not looked for. */
export function previewContainerfile(definition: string, registry?: string): Preview {
  const { configuration } = readConfiguration(
    { path: 'caskwright.yaml', text: '' },
    registry === undefined ? {} : { registry },
  );
  const file = { path: 'build.yaml', text: definition };
  const read = readImageDefinition(file, 'images/preview', configuration);
  // Where certificates come from stands in the repository's own configuration.
  const diagnostics = read.diagnostics
    .filter(({ code }) => code !== 'enrolment-unconfigured')
    .toSorted(compareDiagnostics);
  const declaration = read.definition?.declaration;
  if (hasErrors(diagnostics)) return { diagnostics };
  if (declaration) return { containerfile: containerfile(declaration), diagnostics };
  const message = 'nothing is declared: base_image is missing';
  const span = { start: 0, end: 0 };
  return { diagnostics: [{ severity: 'error', code: 'declaration-mixture', message, file, span }, ...diagnostics] };
}
