import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { type Kysely, type Selectable, sql } from 'kysely';
import { remoteDefaultBranch } from '../../../repository/remote-head.ts';
import { BRANCHES_AND_TAGS, remoteRefs } from '../../../repository/remote-refs.ts';
import { record } from '../../auth/audit.ts';
import type { GitParts } from '../../edits/tip.ts';
import { requestCancel } from '../../runs/requests.ts';
import type { Tables } from '../../store/tables.ts';
import { takeBaseline } from '../../webhooks/baseline.ts';
import { type Problem, problem } from '../problem.ts';
import { addRoute, answer } from '../route.ts';
import { choice, list, model, nullable, object, type Static, text, time } from '../schema.ts';

const tag = 'repositories';
const Id = object({ id: text({ maxLength: 100 }) });
const FORGES = ['github', 'gitea', 'git'] as const;

const Repository = model(
  'Repository',
  object({
    id: text(),
    url: text({ description: 'Without credentials.' }),
    forge: choice(FORGES),
    full_name: text({ description: 'As the forge spells it: owner/name.' }),
    default_branch: text(),
    added_at: time(),
    baseline_at: nullable(time({ description: 'When the refs were listed that were there already.' })),
  }),
);

const RepositoryRequest = model(
  'RepositoryRequest',
  object(
    {
      id: text({ pattern: '^[a-z0-9][a-z0-9-]{0,99}$', description: 'Its name here, for good.' }),
      url: text({ minLength: 1, maxLength: 2000, description: 'To clone from, without credentials.' }),
    },
    {
      forge: choice(FORGES, { description: 'Whose webhooks it sends; absent: by the URL.' }),
      full_name: text({ pattern: '^[^/\\s]+(/[^/\\s]+)+$', maxLength: 300, description: 'Absent: by the URL.' }),
      default_branch: text({ maxLength: 255, description: "Absent: what the remote's HEAD names." }),
    },
  ),
);

export interface RepositoryParts {
  readonly db: Kysely<Tables>;
  readonly git: GitParts;
}

/** The repositories that the server keeps images in step with. Their secrets are in its configuration. */
export function repositoryRoutes(parts: RepositoryParts): FastifyPluginAsync {
  return async (app) => {
    addList(app, parts);
    addOne(app, parts);
    addAddition(app, parts);
    addRemoval(app, parts);
  };
}

function addList(app: FastifyInstance, { db }: RepositoryParts): void {
  addRoute(app, {
    method: 'GET',
    url: '/api/v1/repositories',
    access: 'viewer',
    summary: 'The repositories, by id',
    tag,
    answers: { 200: model('Repositories', object({ items: list(Repository) })) },
    async handle() {
      const rows = await present(db).orderBy('id').execute();
      return answer(200, { items: rows.map(show) });
    },
  });
}

function addOne(app: FastifyInstance, { db }: RepositoryParts): void {
  addRoute(app, {
    method: 'GET',
    url: '/api/v1/repositories/:id',
    access: 'viewer',
    summary: 'A repository',
    tag,
    params: Id,
    answers: { 200: Repository },
    async handle({ params: { id } }) {
      const row = await present(db).where('id', '=', id).executeTakeFirst();
      return row ? answer(200, show(row)) : noRepository(id);
    },
  });
}

function addAddition(app: FastifyInstance, { db, git }: RepositoryParts): void {
  addRoute(app, {
    method: 'POST',
    url: '/api/v1/repositories',
    access: 'admin',
    summary: 'Add a repository: what its refs are now is the baseline, and built when they move',
    tag,
    body: RepositoryRequest,
    answers: { 201: Repository },
    async handle({ body, identity }) {
      if (hasCredentials(body.url)) return problem('unusable', 'the URL holds a password', { suggestion: SECRETS });
      const { forge, full_name } = namesOf(body.url);
      const names = { forge: body.forge ?? forge, full_name: body.full_name ?? full_name };
      const row = { id: body.id, url: body.url, ...names, default_branch: body.default_branch ?? 'main' };
      const remote = { url: body.url, ...(await git.access({ ...NEW, ...row })) };
      const refs = await remoteRefs(remote, BRANCHES_AND_TAGS, git.environment);
      if (!refs.ok) return problem('remote-failed', refs.error.message, { suggestion: SECRETS });
      const default_branch = body.default_branch ?? (await remoteDefaultBranch(remote, git.environment));
      if (default_branch === undefined) {
        const suggestion = 'say which one it is: default_branch';
        return problem('unusable', "the remote's HEAD names no branch", { suggestion });
      }
      const added = await db.transaction().execute(async (trx) => {
        const made = await add(trx, { ...row, default_branch });
        if (made) await record(trx, identity, 'repository.add', body.id, { url: body.url });
        return made;
      });
      if (!added) return problem('conflict', `there is a repository ${body.id} already`);
      // What moves from here on is work, also where no webhook tells of it.
      await takeBaseline({ db }, added, { list: async () => refs, defaultBranch: async () => default_branch });
      return answer(201, show({ ...added, baseline_at: new Date() }), {
        location: `/api/v1/repositories/${body.id}`,
      });
    },
  });
}

function addRemoval(app: FastifyInstance, { db }: RepositoryParts): void {
  addRoute(app, {
    method: 'DELETE',
    url: '/api/v1/repositories/:id',
    access: 'admin',
    summary: 'Remove a repository: its runs end, and its images leave the catalogue; the registry stays as it is',
    tag,
    params: Id,
    answers: { 204: null },
    handle: ({ params: { id }, identity }) =>
      db.transaction().execute(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('repositories')
          .set({ removed_at: sql`now()`, baseline_at: null })
          .where('id', '=', id)
          .where('removed_at', 'is', null)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return noRepository(id);
        const open = trx.selectFrom('runs').select('id').where('repository_id', '=', id);
        const runs = await open.where('state', 'in', ['queued', 'running']).execute();
        for (const run of runs) await requestCancel(trx, run.id, identity.actor);
        // When it is added again, what its refs are then is the baseline.
        await trx.deleteFrom('refs').where('repository_id', '=', id).execute();
        await record(trx, identity, 'repository.remove', id);
        return answer(204, null);
      }),
  });
}

const SECRETS = "give the server a token for it: see repositories and github.token in the server's configuration";
/** What a row has before it is in the database. */
const NEW = { settings: {}, added_at: new Date(0), removed_at: null, baseline_at: null };

function present(db: Kysely<Tables>) {
  return db.selectFrom('repositories').selectAll().where('removed_at', 'is', null);
}

/** Inserts a repository, or takes one back that was removed; undefined where the id is taken. */
function add(trx: Kysely<Tables>, row: Pick<Row, 'id' | 'url' | 'forge' | 'full_name' | 'default_branch'>) {
  const fresh = { url: row.url, forge: row.forge, full_name: row.full_name, default_branch: row.default_branch };
  return trx
    .insertInto('repositories')
    .values({ id: row.id, ...fresh })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({ ...fresh, removed_at: null, added_at: sql`now()` })
        .where('repositories.removed_at', 'is not', null),
    )
    .returningAll()
    .executeTakeFirst();
}

type Row = Selectable<Tables['repositories']>;

function show({ id, url, forge, full_name, default_branch, added_at, baseline_at }: Row): Static<typeof Repository> {
  return { id, url, forge, full_name, default_branch, added_at, baseline_at };
}

function noRepository(id: string): Problem {
  return problem('not-found', `there is no repository ${id}`);
}

function hasCredentials(url: string): boolean {
  return URL.canParse(url) && new URL(url).password !== '';
}

/** What a clone URL says of the forge and the name there: the last two parts of its path. */
function namesOf(url: string): { readonly forge: Row['forge']; readonly full_name: string } {
  const path = url.replace(/^[^/@]+@[^:/]+:/, '/').replace(/^[a-z]+:\/\/[^/]*/i, '');
  const parts = path
    .replace(/\.git\/?$/, '')
    .split('/')
    .filter((part) => part !== '');
  const host = /^(?:[a-z]+:\/\/)?(?:[^/@]+@)?([^:/]+)/i.exec(url)?.[1];
  return { forge: host === 'github.com' ? 'github' : 'git', full_name: parts.slice(-2).join('/') };
}
