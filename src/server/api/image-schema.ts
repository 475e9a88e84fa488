import { type CatalogueImage, type CatalogueVersion, imageId } from '../catalogue/find.ts';
import { anyObject, integer, list, model, object, type Schema, type Static, text, time } from './schema.ts';

/** What a build says of an image that it published, as `src/plan/registration.ts` has it. Further keys are ignored. */
export const RegistrationBody = model('Registration', {
  ...object({
    name: text({ minLength: 1, maxLength: 255 }),
    display_name: text(),
    description: text(),
    category: text(),
    tags: list(text(), { maxItems: 1000 }),
    metadata: anyObject(),
    version: text({ minLength: 1, maxLength: 128 }),
    registry_url: text({ minLength: 1, description: 'host/path:version, what a consumer pulls.' }),
    digest: text({ pattern: '^sha256:[0-9a-f]{64}$' }),
    platforms: list(text()),
    size: integer({ minimum: 0, description: 'Bytes.' }),
    fingerprint: text(),
    source: object({ repository: text(), commit: text(), ref: text() }),
    built_at: text({ format: 'date-time' }),
  }),
  additionalProperties: true,
});

const published = {
  version: text(),
  reference: text({ description: 'What to pull: host/path:tag. The tag may move.' }),
  pinned: text({ description: 'What to pull for exactly these bytes: host/path@digest.' }),
  digest: text(),
  platforms: list(text()),
  size: integer({ description: 'Bytes.' }),
  fingerprint: text(),
  source: object({ repository: text(), commit: text(), ref: text() }),
  built_at: text({ format: 'date-time' }),
};

/** An image of the catalogue. */
export const Image = model(
  'Image',
  object(
    {
      id: text({ description: '`repository/name`; the name alone serves while it is unique.' }),
      repository: text(),
      name: text(),
      display_name: text(),
      description: text(),
      category: text(),
      tags: list(text()),
      metadata: anyObject({ description: 'As build.yaml has it.' }),
      ...published,
      updated_at: time({ description: 'When the catalogue last learned something new about it.' }),
    },
    {
      created_by: text({
        description: 'Who made it by this API: token:<id> or oidc:<subject>. Absent where a commit from elsewhere did.',
      }),
    },
  ),
);

/** One publication of an image. */
export const ImageVersion = model(
  'ImageVersion',
  object({ ...published, registered_at: time() }, { run: integer({ description: 'The run that published it.' }) }),
);

export function showImage(image: CatalogueImage): Static<typeof Image> {
  const { registration, repository_id: repository, updated_at, created_by } = image;
  const { name, display_name, description, category, tags, metadata } = registration;
  const described = { name, display_name, description, category, tags, metadata };
  const author = created_by === null ? {} : { created_by };
  return { id: imageId(image), repository, ...described, ...publicationOf(registration), updated_at, ...author };
}

export function showVersion({ registration, run_id, registered_at }: CatalogueVersion): Static<typeof ImageVersion> {
  return { ...publicationOf(registration), registered_at, ...(run_id === null ? {} : { run: run_id }) };
}

type Published = Static<Schema<{ readonly [K in keyof typeof published]: Static<(typeof published)[K]> }>>;

function publicationOf(registration: CatalogueImage['registration']): Published {
  const { version, registry_url: reference, digest, platforms, size, fingerprint, source, built_at } = registration;
  // The last colon behind the last slash is the tag's; one before it is the port's.
  const pinned = `${reference.replace(/:[^:/]*$/, '')}@${digest}`;
  return { version, reference, pinned, digest, platforms, size, fingerprint, source, built_at };
}
