import type { Failure } from '../build/failure.ts';
import type { BuildOutput } from '../build/ports/builder.ts';
import type { Http, HttpRequest } from '../system/http.ts';
import type { FakeImage } from './fake.ts';

/** Milliseconds for one request. */
const TIMEOUT = 10_000;
const MAX_ANSWER = 64 * 1024;

/** Puts an image into a registry that wants no credentials (distribution spec 1.1, "Pushing"); the failure where it cannot. */
export async function uploadImage(
  { http, insecure }: { readonly http: Http; readonly insecure: readonly string[] },
  output: Extract<BuildOutput, { kind: 'registry' }>,
  image: FakeImage,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  const [host = '', ...path] = output.repository.split('/');
  const root = `${insecure.includes(host) ? 'http' : 'https'}://${host}/v2/${path.join('/')}`;
  const send = async (request: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>) => {
    const answer = await http.request({ ...request, timeout: TIMEOUT, maxBytes: MAX_ANSWER, signal });
    if (answer.ok && answer.value.status < 300) return answer.value;
    throw new Error(answer.ok ? `status ${answer.value.status}` : answer.error.message);
  };
  try {
    for (const { digest, bytes } of image.blobs) {
      const { headers } = await send({ method: 'POST', url: new URL(`${root}/blobs/uploads/`) });
      const url = new URL(headers.location ?? '', root);
      url.searchParams.set('digest', digest);
      await send({ method: 'PUT', url, body: bytes, headers: { 'content-type': 'application/octet-stream' } });
    }
    const { bytes, mediaType } = image.manifest;
    const url = new URL(`${root}/manifests/${output.tag}`);
    await send({ method: 'PUT', url, body: bytes, headers: { 'content-type': mediaType } });
    return undefined;
  } catch (error) {
    const message = `the registry cannot be reached: ${(error as Error).message}`;
    return { phase: 'push', reason: 'unreachable', message, lastLines: [] };
  }
}
