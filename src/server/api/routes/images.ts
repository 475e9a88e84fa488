import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Kysely } from 'kysely';
import { parseImageName } from '../../../names/image-name.ts';
import { parseTag } from '../../../names/tag.ts';
import type { Registration } from '../../../plan/registration.ts';
import { record } from '../../auth/audit.ts';
import { findImage, imageId, listImages, listVersions } from '../../catalogue/find.ts';
import { register } from '../../catalogue/register.ts';
import { repositoryOf } from '../../catalogue/repository-of.ts';
import type { Tables } from '../../store/tables.ts';
import { Image, ImageVersion, RegistrationBody, showImage, showVersion } from '../image-schema.ts';
import { noImage } from '../no-image.ts';
import { numberCursor, page, pageOf, pageQuery } from '../page.ts';
import { type Problem, problem } from '../problem.ts';
import { addRoute, answer } from '../route.ts';
import { list, object, text } from '../schema.ts';

export const ImageParams = object({
  name: text({ maxLength: 600, description: 'The name, or the id with its slash as %2F.' }),
});
const tag = 'images';

export interface CatalogueParts {
  readonly db: Kysely<Tables>;
}

/** The catalogue: what is published, and what it is made from. */
export function imageRoutes(parts: CatalogueParts): FastifyPluginAsync {
  return async (app) => {
    addList(app, parts);
    addOne(app, parts);
    addVersions(app, parts);
    addRegistration(app, parts);
  };
}

function addList(app: FastifyInstance, { db }: CatalogueParts): void {
  addRoute(app, {
    method: 'GET',
    url: '/api/v1/images',
    access: 'viewer',
    summary: 'Published images, by id',
    tag,
    query: object(
      {},
      {
        ...pageQuery(1000, 100),
        repository: text({ maxLength: 100 }),
        category: text({ maxLength: 200 }),
        tag: list(text({ maxLength: 200 }), { maxItems: 20, description: 'The image has all of these.' }),
      },
    ),
    answers: { 200: pageOf('ImagePage', Image) },
    revalidated: true,
    async handle({ query: { limit = 100, tag: tags, ...filter } }) {
      const images = await listImages(db, { ...filter, tags, limit: limit + 1 });
      return answer(200, page(images, limit, showImage, imageId));
    },
  });
}

function addOne(app: FastifyInstance, { db }: CatalogueParts): void {
  addRoute(app, {
    method: 'GET',
    url: '/api/v1/images/:name',
    access: 'viewer',
    summary: 'One image',
    tag,
    params: ImageParams,
    answers: { 200: Image },
    revalidated: true,
    async handle({ params: { name } }) {
      const found = await findImage(db, name);
      return found.ok ? answer(200, showImage(found.value)) : noImage(name, found.error);
    },
  });
}

function addVersions(app: FastifyInstance, { db }: CatalogueParts): void {
  addRoute(app, {
    method: 'GET',
    url: '/api/v1/images/:name/versions',
    access: 'viewer',
    summary: 'What was ever published of an image, the newest first',
    tag,
    params: ImageParams,
    query: object({}, pageQuery(200, 50)),
    answers: { 200: pageOf('ImageVersionPage', ImageVersion) },
    revalidated: true,
    async handle({ params: { name }, query: { limit = 50, after } }) {
      const found = await findImage(db, name);
      if (!found.ok) return noImage(name, found.error);
      const versions = await listVersions(db, found.value, { before: numberCursor(after), limit: limit + 1 });
      return answer(
        200,
        page(versions, limit, showVersion, ({ id }) => String(id)),
      );
    },
  });
}

function addRegistration(app: FastifyInstance, { db }: CatalogueParts): void {
  addRoute(app, {
    method: 'PUT',
    url: '/api/v1/images/:name',
    access: 'builder',
    summary: 'Register a published image; doing it again changes nothing',
    tag,
    params: ImageParams,
    body: RegistrationBody,
    answers: { 200: Image, 201: Image },
    async handle({ params, body, identity }) {
      const registration = registrationOf(body);
      const refused = refusal(params.name, registration);
      if (refused) return refused;
      const outcome = await db.transaction().execute(async (trx) => {
        const repository = await repositoryOf(trx, params.name, registration);
        if (!repository.ok) return problem('unusable', repository.error.detail, repository.error.more);
        const known = await register(trx, repository.value, registration);
        const id = `${repository.value}/${registration.name}`;
        if (known !== 'same') await record(trx, identity, 'image.register', id, { digest: registration.digest });
        const image = await findImage(trx, id);
        if (!image.ok) throw new Error(`${id} is not there after it was registered`);
        return known === 'new' ? answer(201, showImage(image.value)) : answer(200, showImage(image.value));
      });
      return outcome;
    },
  });
}

/** The keys that the catalogue knows, in their own order: what a newer client sends beside them is left out. */
function registrationOf(body: Registration): Registration {
  const { name, display_name, description, category, tags, metadata, version, registry_url, digest } = body;
  const { platforms, size, fingerprint, built_at } = body;
  const { repository, commit, ref } = body.source;
  const described = { name, display_name, description, category, tags, metadata, version, registry_url, digest };
  return { ...described, platforms, size, fingerprint, source: { repository, commit, ref }, built_at };
}

/** What the names' own grammars say against a payload. */
function refusal(id: string, { name, version }: Registration): Problem | undefined {
  const parsed = parseImageName(name);
  if (!parsed.ok) return problem('unusable', `name: ${parsed.error}`);
  const tagged = parseTag(version);
  if (!tagged.ok) return problem('unusable', `version: ${tagged.error}`);
  if (id === name || id.endsWith(`/${name}`)) return undefined;
  return problem('unusable', `the path names ${id}, and the body ${name}`);
}
