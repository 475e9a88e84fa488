import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import type { Platform } from '../names/platform.ts';
import { type ArgPlaceholders, isBuildArg, readArgs } from './build-args.ts';
import type { Configuration, ControlConfiguration, Policy, ScanPolicy, TagConfiguration } from './configuration.ts';
import { Findings } from './findings.ts';
import type { CaskwrightFile } from './generated/caskwright-file.ts';
import { isCaskwrightFile } from './generated/caskwright-validator.js';
import { readSource } from './jsonc.ts';
import { isRule, type LintPolicy, ruleSeverities, type Severity } from './lint/codes.ts';
import { absent, checkedGlobs, locatedItems, parsePlatforms, values } from './located.ts';
import { nearest } from './nearest.ts';
import { fillReporting } from './placeholder-findings.ts';
import { readExportConfiguration } from './read-exports.ts';
import { readFlightctl } from './read-flightctl.ts';
import { parseRegistry, readRegistry } from './read-registry.ts';
import { readQuantities } from './read-resources.ts';
import { readContainers, readRuntime } from './read-runtime.ts';
import { checkSchema } from './schema-findings.ts';
import type { YamlPath, YamlSource } from './yaml-source.ts';

/** What stands above the file: `--registry` of the command line. */
export interface ConfigurationOverrides {
  /** `host/namespace`. */
  readonly registry?: string;
}

/** A configuration, whole whatever the file holds, and what is wrong with the file. */
export interface ReadConfiguration {
  readonly configuration: Configuration;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads `caskwright.yaml` or `caskwright.jsonc`; a repository without one passes a file with an empty text. Parts that
 * are wrong are reported and have their defaults, so that the images can be checked in the same go.
 */
export function readConfiguration(file: SourceFile, overrides: ConfigurationOverrides = {}): ReadConfiguration {
  const findings = new Findings(file);
  const source = readSource(file, isBuildArg, findings);
  checkSchema(source, 'CaskwrightFile', isCaskwrightFile, findings);
  return { configuration: configure(source, file, overrides, findings), diagnostics: findings.list };
}

/** What {registry} and its parts stand for; nothing without a registry. */
export function registryPlaceholders(
  registry: Configuration['registry'],
): Pick<ArgPlaceholders, 'registry' | 'registry.host' | 'registry.namespace'> {
  const { host, namespace } = registry;
  if (host === undefined) return { registry: undefined, 'registry.host': undefined, 'registry.namespace': undefined };
  const both = namespace === '' ? host : `${host}/${namespace}`;
  return { registry: both, 'registry.host': host, 'registry.namespace': namespace };
}

function configure(
  source: YamlSource,
  file: SourceFile,
  overrides: ConfigurationOverrides,
  findings: Findings,
): Configuration {
  const content = source.value as CaskwrightFile;
  const override = overrides.registry === undefined ? undefined : parseRegistry(overrides.registry);
  const registry = { ...readRegistry(source, content.registry, findings), ...(override?.ok ? override.value : {}) };
  const globs = (path: YamlPath, items: readonly string[] | undefined) =>
    checkedGlobs(locatedItems(source, path, items), findings);
  const platforms = parsePlatforms(locatedItems(source, ['platforms'], content.platforms), findings);
  const images = globs(['images'], content.images);
  const control = content.control && readControl(source, content.control, file, findings);
  const flightctl = readFlightctl(source, content.flightctl, findings);
  const { branches, builder, retention, concurrency } = content;
  return {
    file,
    registry,
    images: images.length > 0 ? images : [{ value: 'images/*', span: absent }],
    names: readNames(source, content, registry, file, findings),
    mirrors: content.mirrors ?? {},
    args: checkArgs(source, content.args, registry, file, findings),
    platforms: platforms.length > 0 ? platforms : [{ value: 'linux/amd64' as Platform, span: absent }],
    include: values(globs(['include'], content.include)),
    branches: {
      ...(branches?.default === undefined ? {} : { default: branches.default }),
      publish: values(globs(['branches', 'publish'], branches?.publish)),
    },
    tags: readTags(source, content.tags, file, findings),
    policy: readPolicy(source, content.policy, globs, findings),
    ...(control ? { control } : {}),
    ...(flightctl ? { flightctl } : {}),
    builder: { kind: 'auto', reproducible: false, ...builder },
    ...(content.signing === undefined ? {} : { signing: content.signing }),
    sbom: content.sbom ?? false,
    exports: readExportConfiguration(source, content.exports, findings),
    retention: { landings: readAge(source, ['retention', 'landings'], retention?.landings, findings) ?? MONTH },
    containers: readContainers(source, content.containers, findings),
    runtime: readRuntime(source, content.runtime, findings),
    ...(concurrency === undefined ? {} : { concurrency }),
  };
}

function readNames(
  source: YamlSource,
  content: CaskwrightFile,
  registry: Configuration['registry'],
  file: SourceFile,
  findings: Findings,
): readonly string[] {
  const placeholders = registryPlaceholders(registry);
  const further = locatedItems(source, ['names'], content.names).map(({ value, span }) =>
    fillReporting({ text: value, span, source: file.text }, placeholders, findings),
  );
  const own = placeholders.registry === undefined ? [] : [placeholders.registry];
  return [...new Set([...own, ...further])];
}

/** The args as they are written: each image fills them in. Here only placeholders that no image has are reported. */
function checkArgs(
  source: YamlSource,
  args: CaskwrightFile['args'],
  registry: Configuration['registry'],
  file: SourceFile,
  findings: Findings,
): Record<string, string> {
  const ofAnyImage: ArgPlaceholders = { ...registryPlaceholders(registry), name: '', version: '' };
  const usable = readArgs(source, args, ofAnyImage, file.text, findings);
  return Object.fromEntries(Object.keys(usable).map((name) => [name, String(args?.[name])]));
}

function readTags(
  source: YamlSource,
  tags: CaskwrightFile['tags'],
  file: SourceFile,
  findings: Findings,
): TagConfiguration {
  const ofVersion = { version: '1.2.3', 'version.major': '1', 'version.minor': '2' };
  const check = (key: 'push' | 'release', known: Readonly<Record<string, string>>) =>
    locatedItems(source, ['tags', key], tags?.[key]).map(({ value, span }) => {
      fillReporting({ text: value, span, source: file.text }, known, findings);
      return value;
    });
  const release = check('release', { ...ofVersion, release: 'v1.2.3' });
  return {
    latest: tags?.latest ?? 'push',
    push: check('push', { ...ofVersion, branch: 'main' }),
    release: release.length > 0 ? release : ['{release}'],
  };
}

function readPolicy(
  source: YamlSource,
  policy: CaskwrightFile['policy'],
  globs: (path: YamlPath, items: readonly string[] | undefined) => ReturnType<typeof checkedGlobs>,
  findings: Findings,
): Policy {
  const maxAge = readAge(source, ['policy', 'max_age'], policy?.max_age, findings);
  return {
    ...readBases(source, policy?.bases, globs, findings),
    untaggedBase: policy?.untagged_base ?? 'warning',
    unpinned: policy?.unpinned ?? 'error',
    pins: policy?.pins?.filter(Boolean) ?? ['hash', 'url-digest'],
    hashes: policy?.hashes ?? 'off',
    requirementOptions: policy?.requirement_options?.filter(Boolean) ?? [],
    versions: policy?.versions ?? 'source',
    frontends: policy?.frontends
      ? values(globs(['policy', 'frontends'], policy.frontends))
      : ['docker.io/docker/dockerfile', 'docker.io/docker/dockerfile:*'],
    context: policy?.context ?? 'whole',
    baseDigests: policy?.base_digests ?? 'off',
    lint: readLint(source, policy?.lint ?? {}, findings),
    limits: {
      default: readQuantities(source, ['policy', 'limits', 'default'], policy?.limits?.default, findings),
      maximum: readQuantities(source, ['policy', 'limits', 'maximum'], policy?.limits?.maximum, findings),
    },
    ...(policy?.scan ? { scan: readScan(policy.scan) } : {}),
    publicRegistries: policy?.public_registries?.filter(Boolean) ?? [],
    ...(maxAge === undefined ? {} : { maxAge }),
  };
}

function readLint(source: YamlSource, lint: Readonly<Record<string, Severity>>, findings: Findings): LintPolicy {
  for (const rule of Object.keys(lint).filter((key) => !isRule(key))) {
    const meant = nearest(rule, Object.keys(ruleSeverities));
    const fix = meant ? `did you mean ${meant}?` : 'docs/diagnostics.md has the rules of Dockerfiles';
    findings.error(source.keySpan(['policy', 'lint', rule]), 'schema-unknown-key', `there is no rule "${rule}"`, {
      fix,
    });
  }
  return lint;
}

function readScan(scan: NonNullable<NonNullable<CaskwrightFile['policy']>['scan']>): ScanPolicy {
  return {
    scanner: scan.scanner ?? 'auto',
    severity: scan.severity ?? 'critical',
    unfixed: scan.unfixed ?? true,
    ignore: scan.ignore?.filter(Boolean) ?? [],
    missing: scan.missing ?? 'refuse',
  };
}

/** No reference in full is this one word, so that it cannot be meant as a glob. */
const LOCKED = 'locked';

function readBases(
  source: YamlSource,
  bases: string | readonly string[] | undefined,
  globs: (path: YamlPath, items: readonly string[] | undefined) => ReturnType<typeof checkedGlobs>,
  findings: Findings,
): Pick<Policy, 'bases' | 'locked'> {
  const path = ['policy', 'bases'];
  if (typeof bases === 'string') {
    const message = `"policy.bases" is the word ${LOCKED}, or a list of globs`;
    if (bases !== LOCKED) findings.error(source.span(path), 'schema-value', message);
    return { bases: [], locked: bases === LOCKED };
  }
  const listed = values(globs(path, bases));
  return { bases: listed.filter((glob) => glob !== LOCKED), locked: listed.includes(LOCKED) };
}

const HOUR = 3_600_000;
const MONTH = 30 * 24 * HOUR;

/** Milliseconds of `30d` or `72h`. */
function readAge(source: YamlSource, path: YamlPath, text: string | undefined, findings: Findings): number | undefined {
  if (text === undefined) return undefined;
  const [, number, unit] = /^([1-9][0-9]{0,3})([dh])$/.exec(text) ?? [];
  if (number !== undefined) return Number(number) * (unit === 'd' ? 24 : 1) * HOUR;
  findings.error(source.span(path), 'schema-value', 'an age is days or hours, e.g. 30d or 72h');
  return undefined;
}

function readControl(
  source: YamlSource,
  control: NonNullable<CaskwrightFile['control']>,
  file: SourceFile,
  findings: Findings,
): ControlConfiguration | undefined {
  const path = control.path ?? '/images/{name}';
  const span = source.span(['control', 'path']);
  fillReporting({ text: path, span, source: file.text }, { name: 'name' }, findings);
  if (control.url === undefined) return undefined;
  if (!/^https?:\/\/[^/]/.test(control.url) || !URL.canParse(control.url)) {
    findings.error(source.span(['control', 'url']), 'schema-value', 'the URL of a control API is http or https');
    return undefined;
  }
  return {
    url: control.url,
    method: control.method ?? 'PUT',
    path,
    tokenEnv: control.token_env ?? 'CASKWRIGHT_CONTROL_TOKEN',
    required: control.required ?? false,
  };
}
