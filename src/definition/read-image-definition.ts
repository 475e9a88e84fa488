import type { Diagnostic, SourceFile, Span } from '../diagnostics/diagnostic.ts';
import { type ImageName, parseImageName } from '../names/image-name.ts';
import { parseReference } from '../names/reference.ts';
import { nearestTag, parseFixedTag, type Tag } from '../names/tag.ts';
import { type ArgPlaceholders, isBuildArg, readArgs } from './build-args.ts';
import type { Configuration } from './configuration.ts';
import { readDeclaration } from './customizations/read-declaration.ts';
import { Findings } from './findings.ts';
import type { BuildFile } from './generated/build-file.ts';
import { isBuildFile } from './generated/build-validator.js';
import type { ImageDefinition, Located, NamedParent } from './image.ts';
import { absent, locatedItems, parseAll, parsePlatforms } from './located.ts';
import { repositoryPath } from './paths.ts';
import { fillPlaceholders } from './placeholders.ts';
import { registryPlaceholders } from './read-configuration.ts';
import { readExports } from './read-exports.ts';
import { readResources } from './read-resources.ts';
import { checkSchema } from './schema-findings.ts';
import { readYaml, type YamlPath, type YamlSource } from './yaml-source.ts';

const secretName = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;

/** An image as far as its `build.yaml` could be read, and what is wrong with the file. */
export interface ReadImageDefinition {
  /** Absent when the image has no name that can be used. */
  readonly definition: ImageDefinition | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the `build.yaml` of the image in `directory` (from the repository's root). Parts that are wrong are reported
 * and have their defaults. A value that the file does not give has a span of length zero (`isGiven` tells).
 */
export function readImageDefinition(
  file: SourceFile,
  directory: string,
  configuration: Configuration,
): ReadImageDefinition {
  const findings = new Findings(file);
  const source = readYaml(file, isTextAsWritten, findings);
  checkSchema(source, 'BuildFile', isBuildFile, findings);
  const definition = new DefinitionReader(file, source, directory, findings).read(configuration);
  return { definition, diagnostics: findings.list };
}

function isTextAsWritten(path: YamlPath): boolean {
  return isBuildArg(path) || (path.length === 1 && path[0] === 'version');
}

class DefinitionReader {
  readonly #file: SourceFile;
  readonly #source: YamlSource;
  readonly #content: BuildFile;
  readonly #directory: string;
  readonly #findings: Findings;

  constructor(file: SourceFile, source: YamlSource, directory: string, findings: Findings) {
    this.#file = file;
    this.#source = source;
    this.#content = source.value as BuildFile;
    this.#directory = directory;
    this.#findings = findings;
  }

  read(configuration: Configuration): ImageDefinition | undefined {
    const content = this.#content;
    const name = this.#name();
    const version = this.#version();
    const target = this.#given('target', content.target);
    const platforms = parsePlatforms(this.#items('platforms', content.platforms), this.#findings);
    const builtFor =
      platforms.length > 0 ? platforms : configuration.platforms.map(({ value }) => ({ value, span: absent }));
    const exports = readExports(this.#source, content.exports, builtFor, this.#findings);
    const parents = this.#parents();
    const declaration = readDeclaration(this.#source, this.#directory, configuration, this.#file.text, this.#findings);
    const rest = {
      directory: this.#directory,
      file: this.#file,
      ...(version ? { version } : {}),
      ...this.#catalogue(),
      dockerfile: declaration
        ? { value: this.#file.path, span: declaration.base.span }
        : this.#path('dockerfile', content.dockerfile ?? 'Dockerfile'),
      ...(declaration ? { declaration } : {}),
      context: this.#path('context', content.context ?? '.'),
      ...(target ? { target } : {}),
      args: this.#args(configuration, name?.value, version?.value),
      platforms: builtFor,
      dependsOn: parseAll(
        this.#items('depends_on', content.depends_on),
        parseImageName,
        'name-not-an-image',
        this.#findings,
      ),
      ...(parents.length > 0 ? { parents } : {}),
      requirements: this.#items('requirements', content.requirements).map(({ value, span }) =>
        this.#located(value, span),
      ),
      secrets: this.#secrets(),
      resources: readResources(this.#source, this.#content.resources, configuration.policy.limits, this.#findings),
      ...(content.test ? { test: { command: content.test.command } } : {}),
      ...(exports.length > 0 ? { exports } : {}),
    };
    return name ? { ...rest, name } : undefined;
  }

  #name(): Located<ImageName> | undefined {
    const given = this.#content.name;
    const parsed = parseImageName(given ?? this.#defaultName());
    if (parsed.ok) return { value: parsed.value, span: given === undefined ? absent : this.#source.span(['name']) };
    const fix = given === undefined ? 'give the image a name that differs from its directory’s' : undefined;
    this.#findings.error(this.#source.span(['name']), 'name-not-an-image', parsed.error, { fix });
    return undefined;
  }

  /** The directory's name, with the variant of `build.<variant>.yaml` behind it. */
  #defaultName(): string {
    const variant = /(?:^|\/)build\.([^/]+)\.yaml$/.exec(this.#file.path)?.[1];
    const directory = this.#directory.split('/').at(-1) ?? '';
    return variant === undefined ? directory : `${directory}-${variant}`;
  }

  #version(): Located<Tag> | undefined {
    const given = this.#content.version;
    if (given === undefined) return undefined;
    const span = this.#source.span(['version']);
    const parsed = parseFixedTag(String(given));
    if (parsed.ok) return { value: parsed.value, span };
    const near = nearestTag(String(given));
    this.#findings.error(span, 'version-not-a-tag', parsed.error, { fix: near === '' ? undefined : `try ${near}` });
    return undefined;
  }

  #catalogue() {
    const { display_name, description, category, tags, metadata } = this.#content;
    return {
      ...(display_name === undefined ? {} : { displayName: display_name }),
      ...(description === undefined ? {} : { description }),
      ...(category === undefined ? {} : { category }),
      catalogueTags: (tags ?? []).filter((tag) => tag !== undefined),
      metadata: metadata ?? {},
    };
  }

  #path(key: 'dockerfile' | 'context', written: string): Located<string> {
    const given = this.#content[key] !== undefined;
    return this.#located(written, given ? this.#source.span([key]) : absent);
  }

  /** A path from the repository's root; one that leads out is reported, and stands for the image's directory. */
  #located(written: string, span: Span): Located<string> {
    const path = repositoryPath(this.#directory, written);
    if (path.ok && written !== '') return { value: path.value, span };
    if (path.ok) this.#findings.error(span, 'schema-value', 'a path is not empty');
    else this.#findings.error(span, 'path-outside-repository', path.error);
    return { value: this.#directory, span };
  }

  #args(configuration: Configuration, name: string | undefined, version: string | undefined): Record<string, string> {
    const placeholders: ArgPlaceholders = { ...registryPlaceholders(configuration.registry), name, version };
    const own = readArgs(this.#source, this.#content.args, placeholders, this.#file.text, this.#findings);
    const common: Record<string, string> = {};
    for (const [key, template] of Object.entries(configuration.args)) {
      if (!Object.hasOwn(own, key)) common[key] = this.#common(key, template, placeholders);
    }
    return { ...common, ...own };
  }

  #common(key: string, template: string, placeholders: ArgPlaceholders): string {
    const { text, unfilled } = fillPlaceholders(template, placeholders);
    // Every other placeholder was judged where caskwright.yaml was read.
    if (unfilled.some((placeholder) => placeholder.name === 'version')) {
      const message = `the arg ${key} of caskwright.yaml needs {version}, and this image has none`;
      const fix = 'give the image a version, or this arg a value of its own';
      this.#findings.error(this.#source.keySpan(['args']), 'unknown-placeholder', message, { fix });
    }
    return text;
  }

  #parents(): readonly NamedParent[] {
    return Object.entries(this.#content.parents ?? {}).flatMap(([written, name]) => {
      const path = ['parents', written];
      const reference = parseReference(written);
      const image = parseImageName(name);
      if (!reference.ok) this.#findings.error(this.#source.keySpan(path), 'schema-value', reference.error);
      if (!image.ok) this.#findings.error(this.#source.span(path), 'name-not-an-image', image.error);
      if (!reference.ok || !image.ok) return [];
      return [{ reference: reference.value, image: { value: image.value, span: this.#source.span(path) } }];
    });
  }

  #secrets(): readonly string[] {
    return this.#items('secrets', this.#content.secrets).flatMap(({ value, span }) => {
      if (secretName.test(value)) return [value];
      const message = 'the name of a secret is letters, digits, "_", "." and "-"; its value comes from the environment';
      this.#findings.error(span, 'schema-value', message);
      return [];
    });
  }

  #given(key: string, value: string | undefined): Located<string> | undefined {
    return value === undefined ? undefined : { value, span: this.#source.span([key]) };
  }

  #items(key: string, items: readonly string[] | undefined): readonly Located<string>[] {
    return locatedItems(this.#source, [key], items);
  }
}
