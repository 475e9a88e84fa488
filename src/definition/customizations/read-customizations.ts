import type { Code } from '../../diagnostics/codes.ts';
import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Findings } from '../findings.ts';
import type { BuildFile } from '../generated/build-file.ts';
import { repositoryPath } from '../paths.ts';
import type { YamlPath, YamlSource } from '../yaml-source.ts';
import type { AddedFile, Customizations, PackageRepository, Source, Unit, User } from './customizations.ts';
import { type Grammar, grammars } from './grammar.ts';
import { packageManagerOf } from './packages.ts';
import { readAgent } from './read-agent.ts';

/** The part of `build.yaml` that is read here. */
type Content = NonNullable<BuildFile['customizations']>;

/** Most of one content: all of a RUN is one argument, of which the kernel takes 128 KiB. */
const MAX_CONTENT = 64 * 1024;

/** Reads `customizations`; what is wrong is reported, and left out. `base` is what they are for. */
export function readCustomizations(
  source: YamlSource,
  content: Content,
  { base, directory }: { readonly base: string; readonly directory: string },
  findings: Findings,
): Customizations {
  return new Reader(source, directory, findings).read(content, base);
}

/** Checks texts against their grammars, and reads what several kinds of customizations have in common. */
export class TextReader {
  readonly source: YamlSource;
  readonly findings: Findings;

  constructor(source: YamlSource, findings: Findings) {
    this.source = source;
    this.findings = findings;
  }

  /** The text, or undefined where there is none or one that the grammar does not have. */
  text(path: YamlPath, value: string | undefined, { pattern, words }: Grammar): string | undefined {
    if (value === undefined || (pattern.test(value) && value.isWellFormed())) return value;
    this.error(this.source.span(path), 'schema-value', `${JSON.stringify(value).slice(0, 60)}: ${words}`);
    return undefined;
  }

  texts(path: YamlPath, values: readonly string[] | undefined, grammar: Grammar): readonly string[] {
    const found: string[] = [];
    values?.forEach((value, at) => {
      const text = this.text([...path, at], value, grammar);
      if (text !== undefined) found.push(text);
    });
    return found;
  }

  error(span: Span, code: Code, message: string, fix?: string): void {
    this.findings.error(span, code, message, { fix });
  }
}

class Reader extends TextReader {
  readonly #directory: string;

  constructor(source: YamlSource, directory: string, findings: Findings) {
    super(source, findings);
    this.#directory = directory;
  }

  read(content: Content, base: string): Customizations {
    const root: YamlPath = ['customizations'];
    const packages = this.texts([...root, 'packages'], content.packages, grammars.package);
    const manager = this.#packageManager(content, base);
    const repositories = this.#each('repositories', content.repositories, (path, item) =>
      this.#repository(path, item, manager),
    );
    const { flightctl } = content;
    return {
      ...(manager === undefined ? {} : { packageManager: manager }),
      repositories,
      packages,
      users: this.#each('users', content.users, (path, item) => this.#user(path, item)),
      rootSshKeys: this.texts([...root, 'root_ssh_keys'], content.root_ssh_keys, grammars.sshKey),
      files: this.#each('files', content.files, (path, item) => this.#file(path, item)),
      units: this.#each('systemd_units', content.systemd_units, (path, item) => this.#unit(path, item)),
      scripts: this.#each('scripts', content.scripts, (path, item) => this.#source(path, item)),
      ...(flightctl ? { flightctl: readAgent(this, [...root, 'flightctl'], flightctl) } : {}),
      labels: this.#labels(content.labels),
    };
  }

  #packageManager({ package_manager, packages, repositories }: Content, base: string) {
    if (!packages?.length && !repositories?.length) return undefined;
    const manager = package_manager ?? packageManagerOf(base);
    if (manager === undefined) {
      const key = packages?.length ? 'packages' : 'repositories';
      const message = `what installs packages in ${base} is not known`;
      const fix = 'say it under customizations: package_manager: dnf, apt or apk';
      this.error(this.source.keySpan(['customizations', key]), 'package-manager-unknown', message, fix);
    }
    return manager;
  }

  /** Reads each entry; holes, left by what does not follow the schema, and what cannot be read are passed over. */
  #each<Item, Read>(
    key: string,
    items: readonly Item[] | undefined,
    read: (path: YamlPath, item: Item) => Read | undefined,
  ): readonly Read[] {
    const found: Read[] = [];
    items?.forEach((item, at) => {
      const one = read(['customizations', key, at], item);
      if (one !== undefined) found.push(one);
    });
    return found;
  }

  #repository(
    path: YamlPath,
    item: NonNullable<Content['repositories']>[number],
    manager: Customizations['packageManager'],
  ): PackageRepository | undefined {
    const { copr, components, key, key_path } = item;
    if ((copr === undefined) === (item.url === undefined)) {
      return this.#wrong(path, 'a repository is one of COPR (copr), or any other (name and url)');
    }
    if (copr !== undefined) {
      if (manager !== undefined && manager !== 'dnf') return this.#wrong(path, `${manager} does not know COPR`);
      const project = this.text([...path, 'copr'], copr, grammars.copr);
      return project === undefined ? undefined : { kind: 'copr', project };
    }
    const name = this.text([...path, 'name'], item.name, grammars.repository);
    const url = this.text([...path, 'url'], item.url, grammars.url);
    const suite = this.text([...path, 'suite'], item.suite, grammars.suite);
    if (item.name === undefined) return this.#wrong(path, 'a repository needs a name');
    if (manager === 'apt' && item.suite === undefined) return this.#wrong(path, 'a repository of apt needs a suite');
    if (name === undefined || url === undefined) return undefined;
    const source = this.#optionalSource(path, { content: key, path: key_path }, ['key', 'key_path']);
    return {
      kind: 'url',
      name,
      url,
      ...(suite === undefined ? {} : { suite }),
      components: components ? this.texts([...path, 'components'], components, grammars.suite) : ['main'],
      ...(source ? { key: source } : {}),
    };
  }

  #user(path: YamlPath, item: NonNullable<Content['users']>[number]): User | undefined {
    const name = this.text([...path, 'name'], item.name, grammars.user);
    const shell = this.text([...path, 'shell'], item.shell, grammars.shell);
    const passwordHash = this.text([...path, 'password_hash'], item.password_hash, grammars.hash);
    const groups = this.texts([...path, 'groups'], item.groups, grammars.user);
    const sshKeys = this.texts([...path, 'ssh_keys'], item.ssh_keys, grammars.sshKey);
    if (name === undefined) return undefined;
    return {
      name,
      ...(shell === undefined ? {} : { shell }),
      groups,
      ...(passwordHash === undefined ? {} : { passwordHash }),
      sshKeys,
    };
  }

  #file(path: YamlPath, item: NonNullable<Content['files']>[number]): AddedFile | undefined {
    const destination = this.text([...path, 'destination'], item.destination, grammars.destination);
    const mode = this.text([...path, 'mode'], item.mode ?? '0644', grammars.mode);
    const owner = this.text([...path, 'owner'], item.owner ?? 'root:root', grammars.owner);
    const source = this.#source(path, item);
    if (destination === undefined || mode === undefined || owner === undefined || !source) return undefined;
    return { destination, source, mode, owner };
  }

  #unit(path: YamlPath, item: NonNullable<Content['systemd_units']>[number]): Unit | undefined {
    const name = this.text([...path, 'name'], item.name, grammars.unit);
    const source = this.#optionalSource(path, item);
    if (name === undefined) return undefined;
    return { name, ...(source ? { source } : {}), enabled: item.enabled ?? false };
  }

  #labels(labels: Content['labels']): Readonly<Record<string, string>> {
    const pairs = Object.entries(labels ?? {}).flatMap(([key, value]) => {
      const path = ['customizations', 'labels', key];
      const isKey = this.text(path, key, grammars.labelKey) !== undefined;
      const text = this.text(path, value, grammars.line);
      return isKey && text !== undefined ? [[key, text] as const] : [];
    });
    return Object.fromEntries(pairs);
  }

  #source(path: YamlPath, item: { content?: string; path?: string }): Source | undefined {
    if (item.content === undefined && item.path === undefined) return this.#wrong(path, 'content or path is needed');
    return this.#optionalSource(path, item);
  }

  #optionalSource(
    place: YamlPath,
    { content, path }: { content?: string | undefined; path?: string | undefined },
    [contentKey, pathKey]: readonly [string, string] = ['content', 'path'],
  ): Source | undefined {
    if (content !== undefined && path !== undefined) {
      return this.#wrong(place, `${contentKey} and ${pathKey} cannot both be given`);
    }
    if (path !== undefined) return this.#path([...place, pathKey], path);
    if (content === undefined) return undefined;
    if (!content.isWellFormed()) return this.#wrong([...place, contentKey], 'half of a surrogate pair is no text');
    if (Buffer.byteLength(content) <= MAX_CONTENT) return { kind: 'content', content };
    const message = `the content has more than ${MAX_CONTENT / 1024} KiB`;
    this.error(this.source.keySpan([...place, contentKey]), 'schema-value', message, `put it into a file: ${pathKey}`);
    return undefined;
  }

  #path(place: YamlPath, written: string): Source | undefined {
    const span = this.source.span(place);
    if (this.text(place, written, grammars.source) === undefined) return undefined;
    const inContext = repositoryPath('', written);
    const path = repositoryPath(this.#directory, written);
    if (inContext.ok && inContext.value !== '' && path.ok) {
      return { kind: 'path', path: { value: path.value, span }, inContext: inContext.value };
    }
    this.error(span, 'path-outside-repository', `${JSON.stringify(written)} is no file of the image's directory`);
    return undefined;
  }

  #wrong(path: YamlPath, message: string): undefined {
    this.error(this.source.span(path), 'schema-value', message);
    return undefined;
  }
}
