import type { SourceFile } from '../../diagnostics/diagnostic.ts';
import { Findings } from '../findings.ts';
import { repositoryPath } from '../paths.ts';
import { readYaml, type YamlSource } from '../yaml-source.ts';
import type { Declarations, DeclaredBuild } from './declared.ts';
import { isMap, listOf, type Plain, textOf } from './plain.ts';

const composeFile = /(?:^|\/)(?:docker-)?compose(?:[.-][^/]+)?\.ya?ml$/;

/** Whether a path is that of a compose file. */
export function isComposeFile(path: string): boolean {
  return composeFile.test(path);
}

/** Whether a path is that of a file with values for compose files beside it. */
export function isComposeEnvironment(path: string): boolean {
  return /(?:^|\/)\.env$/.test(path);
}

/**
 * Reads the `build` sections of a compose file (compose-spec, build.md). `textAt` reads the `.env` beside it, `has` tells
 * which files there are.
 */
export function readCompose(
  file: SourceFile,
  textAt: (path: string) => string | undefined,
  has: (path: string) => boolean,
): Declarations {
  const findings = new Findings(file);
  // What else is in such a file is another tool's concern, its faults too.
  const source = readYaml(file, () => true, new Findings(file));
  const services = source.value.services;
  if (!isMap(services)) return { builds: [], diagnostics: [] };
  const environment = environmentIn(textAt(file.path.replace(/[^/]*$/, '.env')) ?? '');
  const reader = new ComposeReader(file, source, environment, has, findings);
  const builds = Object.entries(services).flatMap(([name, service]) => reader.service(name, merged(service)));
  return { builds, diagnostics: findings.list };
}

class ComposeReader {
  readonly #file: SourceFile;
  readonly #source: YamlSource;
  readonly #environment: ReadonlyMap<string, string>;
  readonly #has: (path: string) => boolean;
  readonly #findings: Findings;
  readonly #folder: string;

  constructor(
    file: SourceFile,
    source: YamlSource,
    environment: ReadonlyMap<string, string>,
    has: (path: string) => boolean,
    findings: Findings,
  ) {
    this.#file = file;
    this.#source = source;
    this.#environment = environment;
    this.#has = has;
    this.#findings = findings;
    this.#folder = file.path.split('/').slice(0, -1).join('/');
  }

  service(name: string, service: Plain): readonly DeclaredBuild[] {
    if (!isMap(service) || service.build === undefined) return [];
    const build = isMap(service.build) ? merged(service.build) : { context: service.build };
    if (!isMap(build) || build.dockerfile_inline !== undefined) return [];
    const span = this.#source.keySpan(['services', name, 'build']);
    const place = this.#place(build);
    if (!place) {
      this.#findings.warn(span, 'adopt-declaration', `the Dockerfile of ${name} is not here`);
      return [];
    }
    const target = this.#text(build.target);
    const image = this.#text(service.image);
    return [
      {
        id: this.#id(name),
        name,
        ...place,
        ...(target === undefined ? {} : { target }),
        args: this.#args(build.args),
        platforms: listOf(build.platforms).concat(build.platforms === undefined ? listOf([service.platform]) : []),
        published: [...(image === undefined ? [] : [image]), ...listOf(build.tags)],
        parents: this.#parents(build.additional_contexts),
        perPlatform: false,
        abstract: false,
        file: this.#file,
        span,
      },
    ];
  }

  #id(name: string): string {
    return `${this.#file.path}#${name}`;
  }

  #place(build: Readonly<Record<string, Plain>>): { dockerfile: string; context: string } | undefined {
    const context = repositoryPath(this.#folder, this.#text(build.context) ?? '.');
    if (!context.ok) return undefined;
    const dockerfile = repositoryPath(context.value, this.#text(build.dockerfile) ?? 'Dockerfile');
    if (!dockerfile.ok || !this.#has(dockerfile.value)) return undefined;
    return { dockerfile: dockerfile.value, context: context.value };
  }

  /** A map, or a list of `NAME=value`; what comes from the environment alone is left out. */
  #args(args: Plain): Record<string, string> {
    return Object.fromEntries(
      pairs(args).flatMap(([key, value]) => {
        const text = value === undefined ? undefined : this.#text(value);
        return text === undefined ? [] : [[key, text]];
      }),
    );
  }

  #parents(contexts: Plain): Record<string, string> {
    return Object.fromEntries(
      pairs(contexts).flatMap(([key, value]) =>
        value?.startsWith('service:') ? [[key, this.#id(value.slice('service:'.length))]] : [],
      ),
    );
  }

  /** A text with its variables filled in; undefined where one has no value, unless only the tag lacks it. */
  #text(value: Plain): string | undefined {
    const text = textOf(value);
    if (text === undefined) return undefined;
    const filled = this.#filled(text);
    if (filled !== undefined) return filled;
    // A reference whose tag only the environment knows stands for any.
    const untagged = text.replace(/:[^:/]*\$[^:/]*$/, '');
    return untagged === text ? undefined : this.#filled(untagged);
  }

  #filled(text: string): string | undefined {
    let complete = true;
    const filled = text.replaceAll(
      variable,
      (_, dollar?: string, braced?: string, operator?: string, other = '', plain?: string) => {
        if (dollar !== undefined) return '$';
        const given = this.#environment.get(braced ?? plain ?? '');
        if (operator === '+') return given === undefined ? '' : other;
        if (given === undefined && operator !== '-') complete = false;
        return given ?? other;
      },
    );
    return complete ? filled : undefined;
  }
}

/** `$$`, `${NAME}`, `${NAME:-default}` and its kin, `$NAME` (compose-spec, interpolation.md). */
const variable = /\$(\$)|\$\{([A-Za-z_]\w*)(?::?([-+?])([^{}]*))?\}|\$([A-Za-z_]\w*)/g;

function environmentIn(text: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const [, name, value = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*?)\s*$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, value.replace(/\s+#.*$/, '').replaceAll(/^["']|["']$/g, '')] as const];
  });
  const values = new Map<string, string>();
  for (const [name, value] of lines) {
    values.set(
      name,
      value.replaceAll(/\$\{?(\w+)\}?/g, (whole, other: string) => values.get(other) ?? whole),
    );
  }
  return values;
}

function pairs(value: Plain): readonly (readonly [string, string | undefined])[] {
  if (isMap(value)) return Object.entries(value).map(([key, item]) => [key, textOf(item)]);
  return listOf(value).map((text) => {
    const equals = text.indexOf('=');
    return equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
  });
}

/** A mapping with what its merge key (`<<`, YAML 1.1) brings in below it. */
function merged(value: Plain): Plain {
  if (!isMap(value) || value['<<'] === undefined) return value;
  const { '<<': base, ...own } = value;
  const bases = (Array.isArray(base) ? base : [base]).map(merged).filter(isMap);
  return { ...Object.assign({}, ...bases.toReversed()), ...own };
}
