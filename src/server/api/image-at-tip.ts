import type { Kysely } from 'kysely';
import { err, ok, type Result } from '../../base/result.ts';
import type { ImageDefinition } from '../../definition/image.ts';
import type { LoadedRepository } from '../../engine/load.ts';
import type { FileEdit } from '../../repository/commit.ts';
import { record } from '../auth/audit.ts';
import type { Identity } from '../auth/identity.ts';
import { type Edited, edit, reading } from '../edits/edit.ts';
import type { EditFault } from '../edits/fault.ts';
import { definitionOf } from '../edits/image-files.ts';
import { fetchTip, type GitParts } from '../edits/tip.ts';
import type { Tables } from '../store/tables.ts';
import { editProblem } from './edit-problem.ts';
import { type Location, locate } from './locate.ts';
import type { Problem } from './problem.ts';

/** What reaches the files of images. */
export interface FileParts {
  readonly db: Kysely<Tables>;
  readonly git: GitParts;
}

/** Reads something of an image as it is at the tip of the default branch. */
export async function lookAt<T>(
  { db, git }: FileParts,
  id: string,
  use: (now: LoadedRepository, image: ImageDefinition, place: Location) => Promise<Result<T, EditFault>>,
): Promise<Result<T, Problem>> {
  const place = await locate(db, id);
  if (!place.ok) return place;
  const tip = await fetchTip(git, place.value.repository);
  if (!tip.ok) return err(editProblem(tip.error));
  const found = await reading(tip.value, tip.value.commit, async (now) => {
    const image = definitionOf(now, place.value.name);
    return image.ok ? use(now, image.value, place.value) : image;
  });
  return found.ok ? found : err(editProblem(found.error));
}

/** A change of an image's files that somebody wants. */
export interface FileWish {
  readonly id: string;
  readonly by: Identity;
  /** For the audit log: `file.write`. */
  readonly action: string;
  readonly message: string;
  readonly base: string | undefined;
  readonly decide: (now: LoadedRepository, image: ImageDefinition) => Result<readonly FileEdit[], EditFault>;
}

/** Changes files of an image by a commit that is pushed, and writes down who did it. */
export async function changeFiles(
  { db, git }: FileParts,
  { id, by, action, message, base, decide }: FileWish,
): Promise<Result<{ readonly place: Location; readonly edited: Edited }, Problem>> {
  const place = await locate(db, id);
  if (!place.ok) return place;
  const { repository, name } = place.value;
  const edited = await edit(git, {
    ...{ repository, message, by, base },
    decide: async (now) => {
      const image = definitionOf(now, name);
      return image.ok ? decide(now, image.value) : image;
    },
  });
  if (!edited.ok) return err(editProblem(edited.error));
  await record(db, by, action, `${repository.id}/${name}`, { ...edited.value });
  return ok({ place: place.value, edited: edited.value });
}
