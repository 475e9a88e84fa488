import { dirname, join, resolve } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import { type Kubeconfig, type Material, readKubeconfig } from '../definition/read-kubeconfig.ts';
import type { Cluster } from '../registry/kubernetes-secret.ts';
import { childEnvironment, type Environment } from '../system/environment.ts';
import { readText } from '../system/folder-files.ts';
import { captureProcess } from '../system/process.ts';

/** Where Kubernetes puts the account of a pod. */
const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
/** Milliseconds; such a program may open a browser. */
const PROGRAM_TIMEOUT = 60_000;

/**
 * The cluster that KUBECONFIG or `~/.kube/config` means, else the one that this process runs in. `account` is the folder
 * of a pod's account. The error is one line for people.
 */
export async function findCluster(environment: Environment, account = ACCOUNT): Promise<Result<Cluster, string>> {
  const { KUBECONFIG, HOME } = environment;
  // The first file of the list that is there: files are not merged.
  const candidates = KUBECONFIG ? KUBECONFIG.split(':') : [join(HOME ?? '/', '.kube/config')];
  for (const path of candidates.filter(Boolean)) {
    const text = await readText(path);
    if (text === undefined) continue;
    const config = readKubeconfig(text);
    if (!config.ok) return err(`${path}: ${config.error}`);
    return fromKubeconfig(config.value, dirname(resolve(path)), environment);
  }
  if (KUBECONFIG) return err(`KUBECONFIG names no file that can be read: ${KUBECONFIG}`);
  return (await fromPod(environment, account)) ?? err('there is no kubeconfig, and this is no pod of a cluster');
}

async function fromPod(environment: Environment, account: string): Promise<Result<Cluster, string> | undefined> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = environment;
  const [token, ca] = await Promise.all([readText(join(account, 'token')), readText(join(account, 'ca.crt'))]);
  if (!host || token === undefined || ca === undefined) return undefined;
  const server = new URL(`https://${host.includes(':') ? `[${host}]` : host}:${port}`);
  return ok({ server, trust: { kind: 'mutual', ca, verify: true }, authorization: `Bearer ${token.trim()}` });
}

async function fromKubeconfig(
  config: Kubeconfig,
  folder: string,
  environment: Environment,
): Promise<Result<Cluster, string>> {
  const shown = config.program ? await askProgram(config.program, folder, environment) : ok({});
  if (!shown.ok) return shown;
  const read = async (material: Material | undefined): Promise<string | undefined> =>
    material === undefined || 'text' in material ? material?.text : readText(resolve(folder, material.file));
  const [ca, ownCertificate, ownKey, ownToken] = await Promise.all([
    read(config.authority),
    read(config.certificate),
    read(config.key),
    read(config.token),
  ]);
  const { certificate = ownCertificate, key = ownKey, token = ownToken } = shown.value as Shown;
  const basic = config.basic && `${config.basic.username}:${config.basic.password}`;
  const authorization = token ? `Bearer ${token.trim()}` : basic && `Basic ${Buffer.from(basic).toString('base64')}`;
  const mutual = certificate && key ? { certificate, key } : {};
  return ok({
    server: new URL(config.server),
    trust: { kind: 'mutual', verify: !config.insecure, ...(ca === undefined ? {} : { ca }), ...mutual },
    ...(authorization ? { authorization } : {}),
  });
}

/** What a program says of us (client.authentication.k8s.io, `ExecCredential.status`). */
interface Shown {
  readonly token?: string;
  readonly certificate?: string;
  readonly key?: string;
}

async function askProgram(
  { command, args, env, apiVersion }: NonNullable<Kubeconfig['program']>,
  folder: string,
  environment: Environment,
): Promise<Result<Shown, string>> {
  const info = { apiVersion, kind: 'ExecCredential', spec: { interactive: false } };
  const outcome = await captureProcess(command.includes('/') ? resolve(folder, command) : command, args, {
    // Logins of clouds are found through variables that we do not know.
    env: {
      ...childEnvironment(environment, Object.keys(environment)),
      ...env,
      KUBERNETES_EXEC_INFO: JSON.stringify(info),
    },
    timeout: PROGRAM_TIMEOUT,
  });
  if (outcome.exitCode !== 0)
    return err(`${command} did not say who we are: ${outcome.stderr.trim().split('\n').at(-1)}`);
  try {
    const { status = {} } = JSON.parse(Buffer.from(outcome.stdout).toString()) as {
      status?: { token?: string; clientCertificateData?: string; clientKeyData?: string };
    };
    const { token, clientCertificateData: certificate, clientKeyData: key } = status;
    return ok({ ...(token ? { token } : {}), ...(certificate ? { certificate } : {}), ...(key ? { key } : {}) });
  } catch {
    return err(`${command} did not print an ExecCredential`);
  }
}
