import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { Result } from '../../base/result.ts';
import type { ExportMetadata, ExportStorage } from '../../build/ports/export-storage.ts';
import { ARCHITECTURES, EXPORT_TYPES } from '../../names/export-target.ts';
import { noImage } from '../api/no-image.ts';
import { type Problem, ProblemDocument, problem, sendProblem } from '../api/problem.ts';
import { addRoute, answer } from '../api/route.ts';
import { ImageParams } from '../api/routes/images.ts';
import { boolean, choice, integer, list, model, nullable, object, type Static, text, time } from '../api/schema.ts';
import { findImage, imageId } from '../catalogue/find.ts';
import type { Tables } from '../store/tables.ts';
import { rangeOf } from './range.ts';

export interface ExportRouteParts {
  readonly db: Kysely<Tables>;
  readonly storage: ExportStorage;
  /** Aborted when the server ends: downloads would keep it from ending. */
  readonly signal: AbortSignal;
}

const Export = model(
  'Export',
  object({
    file: text(),
    version: nullable(text()),
    digest: text({ description: 'Of the image that it was made of.' }),
    type: choice(EXPORT_TYPES),
    architecture: choice(ARCHITECTURES),
    size: integer({ description: 'Bytes.' }),
    sha256: text(),
    made_at: time(),
    bootable: boolean({ description: 'Whether a machine starts from it as it is.' }),
    notes: list(text(), { description: 'What it is and what it lacks.' }),
    download: text({ description: 'Where it is downloaded; parts of it by Range.' }),
  }),
);

/** A reader that takes nothing for this long is let go; it can come back and go on where it was. */
const STALLED = 60_000;
const tag = 'exports';

/** Disk images: which there are, and their bytes. */
export function exportRoutes(parts: ExportRouteParts): FastifyPluginAsync {
  return async (app) => {
    addList(app, parts);
    addDownload(app, parts);
  };
}

function addList(app: FastifyInstance, { db, storage, signal }: ExportRouteParts): void {
  addRoute(app, {
    method: 'GET',
    url: '/api/v1/images/:name/exports',
    access: 'viewer',
    summary: 'The disk images of an image, the newest first',
    tag,
    params: ImageParams,
    answers: { 200: object({ items: list(Export) }) },
    async handle({ params: { name } }) {
      const found = await findImage(db, name);
      if (!found.ok) return noImage(name, found.error);
      const stored = await storage.list(imageId(found.value), signal);
      if (!stored.ok) return problem('unavailable', stored.error.message);
      return answer(200, { items: stored.value.map(showExport) });
    },
  });
}

type Download = FastifyRequest<{ Params: { name: string; file: string } }>;

function addDownload(app: FastifyInstance, parts: ExportRouteParts): void {
  const schema = {
    summary: 'Download a disk image, or with Range a part of it; its ETag is its SHA-256',
    tags: [tag],
    params: object({ name: text({ maxLength: 600 }), file: text({ maxLength: 255 }) }),
    response: {
      200: { description: 'All of it.', content: { 'application/octet-stream': { schema: { type: 'string' } } } },
      default: {
        description: 'A problem document.',
        content: { 'application/problem+json': { schema: { $ref: `${ProblemDocument.$id}#` } } },
      },
      206: { description: 'The part.', content: { 'application/octet-stream': { schema: { type: 'string' } } } },
    },
  };
  app.route({
    method: 'GET',
    url: '/api/v1/images/:name/exports/:file',
    config: { access: 'viewer' },
    schema,
    exposeHeadRoute: false,
    handler: async (request: Download, reply) => {
      const found = await findExport(request, parts);
      return 'problem' in found ? sendProblem(reply, found) : send(found, request, reply, parts);
    },
  });
}

async function findExport({ params }: Download, parts: ExportRouteParts): Promise<ExportMetadata | Problem> {
  const image = await findImage(parts.db, params.name);
  if (!image.ok) return noImage(params.name, image.error);
  const stored = await parts.storage.list(imageId(image.value), parts.signal);
  if (!stored.ok) return problem('unavailable', stored.error.message);
  // Only what the storage itself names is read: what the path says never is one there.
  const found = stored.value.find(({ file }) => file === params.file);
  return found ?? problem('not-found', `${params.name} has no disk image ${params.file}`);
}

async function send(
  metadata: ExportMetadata,
  { headers, raw }: Download,
  reply: FastifyReply,
  { storage, signal: ending }: ExportRouteParts,
): Promise<FastifyReply> {
  const { file, size, sha256, madeAt } = metadata;
  const etag = `"${sha256}"`;
  reply.headers({ 'accept-ranges': 'bytes', etag, 'last-modified': new Date(madeAt).toUTCString() });
  if (headers['if-none-match'] === etag) return reply.code(304).send();
  const asked = rangeOf(headers, size, etag);
  if (asked.status === 416) {
    reply.header('content-range', `bytes */${size}`);
    return sendProblem(reply, problem('range-not-satisfiable', `${file} has ${size} bytes`));
  }
  const { start, end } = asked.range;
  reply.code(asked.status).headers({
    'content-type': 'application/octet-stream',
    'content-length': end - start + 1,
    'content-disposition': `attachment; filename="${file}"`,
    'cache-control': 'private, no-cache',
    ...(asked.status === 206 ? { 'content-range': `bytes ${start}-${end}/${size}` } : {}),
  });
  if (size === 0) return reply.send();
  const left = new AbortController();
  reply.raw.once('close', () => left.abort());
  raw.socket.setTimeout(STALLED, () => raw.socket.destroy());
  const bytes: Result<AsyncIterable<Uint8Array>, { readonly message: string }> = await storage.read(
    metadata,
    asked.range,
    AbortSignal.any([left.signal, ending]),
  );
  if (!bytes.ok) {
    reply.removeHeader('content-length').removeHeader('content-range').removeHeader('content-disposition');
    return sendProblem(reply, problem('unavailable', bytes.error.message));
  }
  const body = bytes.value instanceof Readable ? bytes.value : Readable.from(bytes.value, { objectMode: false });
  left.signal.addEventListener('abort', () => body.destroy(), { once: true });
  ending.addEventListener('abort', () => body.destroy(), { once: true });
  return reply.send(body);
}

function showExport(metadata: ExportMetadata): Static<typeof Export> {
  const { image, file, version = null, digest, type, architecture, size, sha256, madeAt, bootable, notes } = metadata;
  const download = `/api/v1/images/${encodeURIComponent(image)}/exports/${file}`;
  const what = { file, version, digest, type, architecture, size, sha256 };
  return { ...what, made_at: new Date(madeAt), bootable, notes: [...notes], download };
}
