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

/** Reads the `build` sections of a compose file (compose-spec, build.md). `has` tells which files there are. */
export function readCompose(file: SourceFile, has: (path: string) => boolean): Declarations {
  const findings = new Findings(file);
  // What else is in such a file is another tool's concern, its faults too.
  const source = readYaml(file, () => true, new Findings(file));
  const services = source.value.services;
  if (!isMap(services)) return { builds: [], diagnostics: [] };
  const reader = new ComposeReader(file, source, has, findings);
  const builds = Object.entries(services).flatMap(([name, service]) => reader.service(name, merged(service)));
  return { builds, diagnostics: findings.list };
}

class ComposeReader {
  readonly #file: SourceFile;
  readonly #source: YamlSource;
  readonly #has: (path: string) => boolean;
  readonly #findings: Findings;
  readonly #folder: string;

  constructor(file: SourceFile, source: YamlSource, has: (path: string) => boolean, findings: Findings) {
    this.#file = file;
    this.#source = source;
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

  /** A text with its variables filled in by their defaults; undefined where one has none. */
  #text(value: Plain): string | undefined {
    const text = textOf(value);
    if (text === undefined) return undefined;
    let complete = true;
    const filled = text.replaceAll(
      /\$(\$)|\$\{([A-Za-z_]\w*)(?::?([-+?])([^{}]*))?\}|\$([A-Za-z_]\w*)/g,
      (_, dollar: string | undefined, _name, operator: string | undefined, other = '') => {
        if (dollar !== undefined) return '$';
        if (operator === '-') return other;
        if (operator !== '+') complete = false;
        return '';
      },
    );
    // A tag that only the environment knows leaves a reference that stands for any.
    if (!complete)
      return /:\$\{?[A-Za-z_]\w*\}?$/.test(text) && !/\$/.test(text.replace(/:\$\{?\w+\}?$/, ''))
        ? text.replace(/:\$\{?\w+\}?$/, '')
        : undefined;
    return filled;
  }
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
