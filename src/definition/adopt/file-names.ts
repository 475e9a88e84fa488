/** What the path of a Dockerfile tells of its image. */
export interface DockerfilePath {
  /** From the repository's root; the root itself is `''`. */
  readonly directory: string;
  /** What tells it from the others of its directory: `alpine` of `Dockerfile.alpine` and `alpine.Dockerfile`. */
  readonly variant?: string;
}

const plain = /^(?:dockerfile|containerfile)$/i;
const before = /^(?:Dockerfile|Containerfile)[._-](.+)$/;
const behind = /^(.+)\.(?:dockerfile|containerfile)$/i;

/** Endings that make a file something about a Dockerfile, or one that is still to be made. */
const otherwise =
  /[._-](?:dockerignore|containerignore|bak|orig|swp|md|rst|html|json|ya?ml|toml|go|py|js|ts|rs|cs|java|rb|sh|mk|in|m4|j2|jinja2?|tmpl|tpl|gotmpl|erb|mustache|hbs|template|patch|diff)$/i;

/** Folders whose Dockerfiles serve something else than publishing an image of this repository. */
const aside: ReadonlySet<string> = new Set([
  'node_modules',
  'vendor',
  'third_party',
  'third-party',
  'test',
  'tests',
  'testdata',
  'fixtures',
  '__tests__',
  'e2e',
  'doc',
  'docs',
  'example',
  'examples',
  'sample',
  'samples',
]);

/** Takes the path of a Dockerfile or Containerfile of any naming apart; undefined for any other file. */
export function dockerfilePath(path: string): DockerfilePath | undefined {
  const slash = path.lastIndexOf('/');
  const directory = slash < 0 ? '' : path.slice(0, slash);
  const name = path.slice(slash + 1);
  if (plain.test(name)) return { directory };
  if (otherwise.test(name)) return undefined;
  const variant = before.exec(name)?.[1] ?? behind.exec(name)?.[1];
  return variant === undefined ? undefined : { directory, variant };
}

/** Whether a Dockerfile lies among tests, documentation, examples or other people's code. */
export function isSetAside(path: string): boolean {
  return path
    .split('/')
    .slice(0, -1)
    .some((part) => aside.has(part.toLowerCase()));
}
