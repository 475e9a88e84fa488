import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getOctokit } from '@actions/github';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type GitHubApi, startGitHubApi } from '../rig/github-api.ts';
import { githubRepository, REPOSITORY } from '../rig/github-repository.ts';
import { temporaryDirectory, testRepository } from '../rig/repository.ts';
import { type JobOptions, startJob, startMachine } from '../rig/runner.ts';
import { readLog, readValues } from '../rig/workflow-commands.ts';

describe('reading a log as the runner does', () => {
  test('takes annotations with their places, and unescapes them', () => {
    const { annotations } = readLog(['  ::error file=a%2Cb.yaml,line=3,endLine=3,col=5,title=X::100%25%0Adone']);
    expect(annotations).toEqual([
      { level: 'error', file: 'a,b.yaml', line: 3, endLine: 3, col: 5, title: 'X', message: '100%\ndone' },
    ]);
  });

  test('finds the old form of a command anywhere in a line, the new one only at its start', () => {
    expect(readLog(['progress ##[error]old']).annotations).toHaveLength(1);
    expect(readLog(['progress ::error::new']).annotations).toEqual([]);
  });

  test('obeys nothing between stop-commands and its token, in any letter case', () => {
    const read = readLog([
      '::stop-commands::Tok',
      '::error::a',
      '##[error]b',
      '::add-mask::c',
      '::tOK::',
      '::error::d',
    ]);
    expect(read.annotations.map(({ message }) => message)).toEqual(['d']);
    expect(read.masks).toEqual([]);
  });

  test('shows ten of a level and hides the rest', () => {
    const read = readLog(Array.from({ length: 12 }, (_, at) => `::warning::${at}`));
    expect([read.annotations.length, read.hidden.length]).toEqual([10, 2]);
  });

  test('masks from where the mask was given, in groups too', () => {
    const read = readLog(['swordfish', '::add-mask::swordfish', '::group::a swordfish', 'swordfish', '::endgroup::']);
    expect(read.text).toBe('swordfish\n##[group]a ***\n***\n##[endgroup]\n');
    expect(read.groups).toEqual([{ title: 'a ***', lines: ['***'] }]);
  });

  test('refuses commands that files have replaced, and tokens that are commands', () => {
    const lines = ['::set-output name=a::b', '::set-env name=a::b', '::stop-commands::error'];
    expect(readLog(lines).refused).toEqual(lines);
  });

  test('reads values with a delimiter, and fails on one that does not come again', () => {
    expect(readValues('a<<x\nb=1\n\nc\nx\nd=e=f\n')).toEqual({ a: 'b=1\n\nc', d: 'e=f' });
    expect(() => readValues('a<<x\nb')).toThrow('delimiter');
  });
});

describe('the API of a repository', () => {
  let api: GitHubApi;
  beforeEach(async () => {
    api = await startGitHubApi(REPOSITORY);
    api.tokens.set('writer', 'write').set('reader', 'read');
  });
  afterEach(() => api.stop());
  const [owner = '', repo = ''] = REPOSITORY.split('/');
  const client = (token: string) => getOctokit(token, { baseUrl: api.url });

  test('keeps comments, pages them, and answers as GitHub describes it', async () => {
    const { rest, paginate } = client('writer');
    for (let at = 0; at < 31; at += 1) {
      await rest.issues.createComment({ owner, repo, issue_number: 7, body: `comment ${at}` });
    }
    const { data } = await rest.issues.createComment({ owner, repo, issue_number: 7, body: 'last' });
    await rest.issues.updateComment({ owner, repo, comment_id: data.id, body: 'changed' });
    const all = await paginate(rest.issues.listComments, { owner, repo, issue_number: 7 });
    expect(all).toHaveLength(32);
    expect(all.at(-1)?.body).toBe('changed');
    expect(api.strays).toEqual([]);
  });

  test('keeps reviews, permissions and releases', async () => {
    api.reviews.set(7, [{ user: 'ada', state: 'APPROVED', commit: 'c0ffee' }]);
    api.permissions.set('ada', 'write');
    api.releases.push({ tag: 'v1', body: 'notes' });
    const { rest } = client('writer');
    const reviews = await rest.pulls.listReviews({ owner, repo, pull_number: 7 });
    expect(reviews.data.map(({ user, state, commit_id }) => [user?.login, state, commit_id])).toEqual([
      ['ada', 'APPROVED', 'c0ffee'],
    ]);
    const ada = await rest.repos.getCollaboratorPermissionLevel({ owner, repo, username: 'ada' });
    expect(ada.data.permission).toBe('write');
    const release = await rest.repos.getReleaseByTag({ owner, repo, tag: 'v1' });
    await rest.repos.updateRelease({ owner, repo, release_id: release.data.id, body: 'table' });
    expect(api.releases).toEqual([{ tag: 'v1', body: 'table' }]);
    await expect(rest.repos.getReleaseByTag({ owner, repo, tag: 'v2' })).rejects.toMatchObject({ status: 404 });
    expect(api.strays).toEqual([]);
  });

  test('refuses what a token may not do', async () => {
    const body = { owner, repo, issue_number: 7, body: 'no' };
    await expect(client('reader').rest.issues.createComment(body)).rejects.toMatchObject({ status: 403 });
    await expect(client('stranger').rest.issues.createComment(body)).rejects.toMatchObject({ status: 401 });
    expect(api.comments).toEqual([]);
    expect(api.strays).toEqual([]);
  });

  test('names what GitHub does not have: a path, a field, a parameter', async () => {
    const { request } = client('writer');
    await expect(request('GET /repos/{owner}/{repo}/comment-board', { owner, repo })).rejects.toMatchObject({
      status: 404,
    });
    const address = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
    await expect(request(address, { owner, repo, issue_number: 7, body: 'x', colour: 'red' })).rejects.toMatchObject({
      status: 422,
    });
    await expect(
      request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', { owner, repo, issue_number: 7, limit: 3 }),
    ).rejects.toMatchObject({ status: 422 });
    expect(api.strays).toEqual([
      expect.stringContaining('no such call'),
      expect.stringContaining('colour'),
      expect.stringContaining('limit'),
    ]);
  });
});

describe('a job with an action', () => {
  const script = `
    import { appendFileSync } from 'node:fs';
    const { env } = process;
    const put = (file, name, value) => appendFileSync(env[file], name + '<<-\\n' + value + '\\n-\\n');
    console.log('::group::main');
    console.log(JSON.stringify({ cwd: process.cwd(), size: env['INPUT_DRY-RUN'], name: env.INPUT_A_NAME, names: Object.keys(env) }));
    console.log('::endgroup::');
    console.error('token ' + env.INPUT_TOKEN);
    put('GITHUB_OUTPUT', 'digests', '{\\n}');
    put('GITHUB_STATE', 'seen', env.GITHUB_EVENT_NAME);
    appendFileSync(env.GITHUB_ENV, 'LATER=yes\\n');
    appendFileSync(env.GITHUB_STEP_SUMMARY, '# Summary of ' + env.INPUT_TOKEN);
    if (env.INPUT_A_NAME === 'hang') {
      process.on('SIGINT', () => { console.log('asked to end'); process.exit(1); });
      setInterval(() => {}, 1000);
      console.log('hanging');
    }`;
  const action = () => {
    const folder = temporaryDirectory();
    writeFileSync(join(folder, 'main.mjs'), script);
    writeFileSync(join(folder, 'post.mjs'), `console.log('post of', process.env.STATE_seen, process.env.LATER);`);
    const inputs = '{ dry-run: { default: "false" }, a name: {}, token: { default: "${{ github.token }}" } }';
    writeFileSync(
      join(folder, 'action.yml'),
      `inputs: ${inputs}\nruns: { using: node24, main: main.mjs, post: post.mjs }\n`,
    );
    return folder;
  };
  const setting = () => {
    const machine = startMachine();
    onTestFinished(() => machine.remove());
    const repository = githubRepository(testRepository({ 'a.txt': 'one' }), temporaryDirectory());
    return {
      machine,
      repository,
      options: { action: action(), repository, api: { url: 'http://127.0.0.1:9', token: 'ghs_secret' } },
    };
  };

  test('gets its inputs, its files and its commit, and nothing of this machine’s environment', async () => {
    const { machine, repository, options } = setting();
    repository.work.commit({ 'a.txt': 'two' });
    const job = startJob(machine, { ...options, event: repository.push(), env: { OF_THE_JOB: '1' } });
    const { exitCode, outputs, state, summary, log, raw, groups, refused } = await job.run({ 'a name': 'x' });
    const told = JSON.parse(groups[0]?.lines[0] ?? '') as { cwd: string; size: string; name: string; names: string[] };
    expect({ exitCode, outputs, state, refused }).toEqual({
      exitCode: 0,
      outputs: { digests: '{\n}' },
      state: { seen: 'push' },
      refused: [],
    });
    expect([told.cwd, told.size, told.name]).toEqual([job.workspace, 'false', 'x']);
    expect(told.names).toContain('OF_THE_JOB');
    expect(told.names.filter((name) => /^(?:VITEST|npm_|NODE_)/.test(name))).toEqual([]);
    expect([summary, log.includes('token ***'), log.includes('ghs_secret')]).toEqual(['# Summary of ***', true, false]);
    expect(raw).toContain('ghs_secret');
    expect(readFileSync(join(job.workspace, 'a.txt'), 'utf8')).toBe('two');
    expect((await job.end()).map(({ log }) => log)).toEqual(['post of push yes\n']);
  });

  test('is cancelled with SIGINT, and its post runs all the same', async () => {
    const { machine, repository, options } = setting();
    const job = startJob(machine, { ...options, event: repository.schedule() });
    const step = job.start({ 'a name': 'hang' });
    await step.line(/^hanging/);
    const { exitCode, log } = await step.cancel();
    expect([exitCode, log.includes('asked to end')]).toEqual([1, true]);
    expect((await job.end())[0]?.log).toContain('post of schedule');
  });

  test('checks out what the event names, as deep as asked', () => {
    const { machine, repository, options } = setting();
    const commits = (event: JobOptions['event'], depth: number) => {
      const { workspace } = startJob(machine, { ...options, event, depth });
      const git = (...args: string[]) => repository.work.git('-C', workspace, ...args);
      return {
        head: git('rev-parse', 'HEAD'),
        branch: git('branch', '--show-current'),
        count: git('rev-list', '--count', 'HEAD'),
      };
    };
    repository.work.commit({ 'a.txt': 'two' });
    const pushed = repository.push();
    expect(commits(pushed, 1)).toEqual({ head: pushed.sha, branch: 'main', count: '1' });
    expect(commits(pushed, 0)).toEqual({ head: pushed.sha, branch: 'main', count: '2' });
    const fork = repository.work.clone();
    fork.git('checkout', '--quiet', '-b', 'patch');
    fork.commit({ 'b.txt': 'new' });
    const pull = repository.pullRequest(fork);
    expect(commits(pull.event('opened'), 1)).toEqual({ head: pull.merge, branch: '', count: '1' });
    expect(commits(pull.event('opened'), 0)).toEqual({ head: pull.merge, branch: '', count: '4' });
    const tagged = repository.tag('v1', 'HEAD~1');
    expect(commits(tagged, 1)).toEqual({ head: tagged.sha, branch: '', count: '1' });
    repository.push('short-lived');
    const deleted = repository.deleteBranch('short-lived');
    expect(deleted.payload).toMatchObject({ ref: 'refs/heads/short-lived', deleted: true, after: '0'.repeat(40) });
    expect(commits(deleted, 1).branch).toBe('main');
  });

  test('is refused an input that action.yml does not have', async () => {
    const { machine, repository, options } = setting();
    const job = startJob(machine, { ...options, event: repository.schedule() });
    expect(() => job.start({ registry: 'x' })).toThrow('no input registry');
  });
});

test('the extract says where it is from', () => {
  const text = readFileSync(new URL('../rig/github-openapi.json', import.meta.url), 'utf8');
  expect(JSON.parse(text).info['x-source']).toMatch(/^npm package @octokit\/openapi \d+\.\d+\.\d+/);
  expect(text.length).toBeLessThan(300_000);
});
