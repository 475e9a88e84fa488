import { stringify } from 'yaml';
import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import { parseImageName } from '../../names/image-name.ts';
import { Findings } from '../findings.ts';
import { parseRegistry } from '../read-registry.ts';
import { readYaml, type YamlPath, type YamlSource } from '../yaml-source.ts';
import type { ProposedFile } from './adoption.ts';
import { isSetAside } from './file-names.ts';
import { agentOf, customizationsOf, given } from './image-build-parts.ts';
import { isMap, type Plain, textOf } from './plain.ts';
import { SCHEMAS } from './write.ts';

/** What the `ImageBuild` resources of a repository come to. */
export interface ImageBuilds {
  /** A `build.yaml` for each. */
  readonly files: readonly ProposedFile[];
  /** The registry that they are pushed to, where all that name one name the same. */
  readonly registry?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether a file may hold an `ImageBuild` resource: they have no name of their own. */
export function isImageBuildFile(path: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(path) && !isSetAside(path);
}

/**
 * Reads FlightCtl's `ImageBuild` resources (v1alpha1), YAML or JSON, each into `images/<name>/build.yaml`. Credentials
 * are never copied. `has` tells which files are there already.
 */
export function readImageBuilds(texts: Iterable<SourceFile>, has: (path: string) => boolean): ImageBuilds {
  const files: ProposedFile[] = [];
  const registries = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const file of texts) {
    if (!isImageBuildFile(file.path) || !file.text.includes('ImageBuild')) continue;
    const findings = new Findings(file);
    const source = readYaml(file, () => false, new Findings(file));
    if (source.value.kind !== 'ImageBuild') continue;
    const read = new Resource(source, findings).read();
    if (read && !has(read.path)) {
      files.push({ path: read.path, text: read.text });
      if (read.registry !== undefined) registries.add(read.registry);
      diagnostics.push(...findings.list);
    }
  }
  const [registry, ...others] = registries;
  return { files, diagnostics, ...(registry === undefined || others.length > 0 ? {} : { registry }) };
}

const KNOWN = new Set([
  'baseImage',
  'customizations',
  'flightctlConfig',
  'bootcExports',
  'containerRegistry',
  'pushToRegistry',
]);

class Resource {
  readonly #source: YamlSource;
  readonly #findings: Findings;

  constructor(source: YamlSource, findings: Findings) {
    this.#source = source;
    this.#findings = findings;
  }

  read(): (ProposedFile & { readonly registry?: string | undefined }) | undefined {
    const { metadata, spec } = this.#source.value;
    const name = isMap(metadata) ? textOf(metadata.name) : undefined;
    const base = isMap(spec) ? textOf(spec.baseImage) : undefined;
    const parsed = name === undefined ? undefined : parseImageName(name);
    if (!isMap(spec) || !parsed?.ok || base === undefined) {
      this.#warn(['spec'], 'an ImageBuild with metadata.name and spec.baseImage is read, and this one is not');
      return undefined;
    }
    for (const key of Object.keys(spec)) if (!KNOWN.has(key)) this.#leftOut(['spec', key]);
    const flightctl = this.#flightctl(spec.flightctlConfig);
    const leftOut = (...path: YamlPath) => this.#leftOut(['spec', ...path]);
    const customizations = given({
      ...customizationsOf(spec.customizations, leftOut),
      ...(flightctl ? { flightctl } : {}),
    });
    const content = {
      name: parsed.value,
      base_image: base.replaceAll('{', '{{'),
      ...(Object.keys(customizations).length === 0 ? {} : { customizations }),
      ...exportsOf(spec.bootcExports),
    };
    const text = `# yaml-language-server: $schema=${SCHEMAS}/build.schema.json\n${stringify(content, { lineWidth: 0 })}`;
    return { path: `images/${parsed.value}/build.yaml`, text, registry: this.#registry(spec.containerRegistry) };
  }

  #flightctl(config: Plain) {
    if (!isMap(config)) return undefined;
    const path: YamlPath = ['spec', 'flightctlConfig'];
    const agent = agentOf(config, (...rest) => this.#leftOut([...path, ...rest]));
    const fix = 'say where certificates are requested: flightctl: {api: https://…} in caskwright.yaml';
    this.#warn(path, 'the certificate of this image is requested while it is built', fix);
    return agent;
  }

  /** `host/namespace` of what it is pushed to; credentials stay where they are. */
  #registry(registry: Plain): string | undefined {
    if (!isMap(registry)) return undefined;
    const path: YamlPath = ['spec', 'containerRegistry'];
    for (const key of ['username', 'password', 'token'] as const) {
      if (registry[key] === undefined) continue;
      const fix = 'log in to the registry (docker login, podman login), and remove it from Git';
      this.#warn([...path, key], `a registry's ${key} is not copied`, fix);
    }
    const url = textOf(registry.url)
      ?.replace(/^https?:\/\//, '')
      .replace(/\/+$/, '');
    const parsed = url === undefined ? undefined : parseRegistry(url);
    if (parsed && !parsed.ok) this.#warn([...path, 'url'], parsed.error);
    return parsed?.ok ? url : undefined;
  }

  #leftOut(path: YamlPath): void {
    this.#warn(path, `${path.join('.')} is not carried over`, 'see docs/reference/build-yaml.md for what there is');
  }

  #warn(path: YamlPath, message: string, fix?: string): void {
    this.#findings.warn(this.#source.keySpan(path), 'adopt-declaration', message, { fix });
  }
}

function exportsOf(exports: Plain) {
  if (!Array.isArray(exports) || exports.length === 0) return {};
  return {
    exports: exports
      .filter(isMap)
      .map(({ type, architecture }) =>
        given({ type: textOf(type)?.toLowerCase(), architecture: textOf(architecture) }),
      ),
  };
}
