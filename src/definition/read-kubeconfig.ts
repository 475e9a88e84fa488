import { parse } from 'yaml';
import { err, ok, type Result } from '../base/result.ts';

/** How the current context of a kubeconfig reaches its cluster: what stands in it, files not read. */
export interface Kubeconfig {
  readonly server: string;
  /** PEM; a `file` is meant from the kubeconfig's own folder. */
  readonly authority?: Material;
  readonly insecure: boolean;
  readonly token?: Material;
  readonly certificate?: Material;
  readonly key?: Material;
  readonly basic?: { readonly username: string; readonly password: string };
  /** A program that prints an `ExecCredential` (client.authentication.k8s.io). */
  readonly program?: {
    readonly command: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
    readonly apiVersion: string;
  };
}

/** Something that stands in the kubeconfig, or in a file that it names. */
export type Material = { readonly text: string } | { readonly file: string };

type Part = Readonly<Record<string, unknown>>;

/** Reads the current context of a kubeconfig (kubernetes.io, "Organizing Cluster Access Using kubeconfig Files"). */
export function readKubeconfig(text: string): Result<Kubeconfig, string> {
  let config: Part;
  try {
    config = part(parse(text, { maxAliasCount: 0 }));
  } catch {
    return err('it is not YAML');
  }
  const current = config['current-context'];
  if (typeof current !== 'string' || current === '') return err('it has no current-context');
  const context = named(config.contexts, current, 'context');
  const cluster = named(config.clusters, context?.cluster, 'cluster');
  const { server } = cluster ?? {};
  if (typeof server !== 'string' || !URL.canParse(server)) return err(`its context ${current} has no cluster`);
  const user = named(config.users, context?.user, 'user') ?? {};
  return ok({
    server,
    insecure: cluster?.['insecure-skip-tls-verify'] === true,
    ...material('authority', cluster ?? {}, 'certificate-authority'),
    ...material('certificate', user, 'client-certificate'),
    ...material('key', user, 'client-key'),
    ...tokenOf(user),
    ...basicOf(user),
    ...programOf(user),
  });
}

function part(value: unknown): Part {
  return typeof value === 'object' && value !== null ? (value as Part) : {};
}

function named(list: unknown, name: unknown, key: string): Part | undefined {
  const found = Array.isArray(list) ? list.map(part).find((entry) => entry.name === name) : undefined;
  return found && part(found[key]);
}

/** `<key>-data` in base64 stands above `<key>`, a path. */
function material<K extends string>(as: K, from: Part, key: string): { readonly [key in K]?: Material } {
  const [data, file] = [from[`${key}-data`], from[key]];
  if (typeof data === 'string') return keyed(as, { text: Buffer.from(data, 'base64').toString() });
  return typeof file === 'string' ? keyed(as, { file }) : {};
}

function keyed<K extends string>(as: K, value: Material): { readonly [key in K]?: Material } {
  return { [as]: value } as { readonly [key in K]?: Material };
}

function tokenOf({ token, tokenFile }: Part): Pick<Kubeconfig, 'token'> {
  if (typeof token === 'string') return { token: { text: token } };
  return typeof tokenFile === 'string' ? { token: { file: tokenFile } } : {};
}

function basicOf({ username, password }: Part): Pick<Kubeconfig, 'basic'> {
  return typeof username === 'string' && typeof password === 'string' ? { basic: { username, password } } : {};
}

function programOf(user: Part): Pick<Kubeconfig, 'program'> {
  const { command, args, env, apiVersion } = part(user.exec);
  if (typeof command !== 'string') return {};
  const pairs = (Array.isArray(env) ? env : []).map(part).map(({ name, value }) => [String(name), String(value)]);
  return {
    program: {
      command,
      args: Array.isArray(args) ? args.map(String) : [],
      env: Object.fromEntries(pairs),
      apiVersion: typeof apiVersion === 'string' ? apiVersion : 'client.authentication.k8s.io/v1',
    },
  };
}
