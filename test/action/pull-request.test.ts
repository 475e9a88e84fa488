import { once } from 'node:events';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ActionStage, journeys, raiseVersion, type StagedFleet } from '../rig/action-stage.ts';
import { buildxRig, containersRig } from '../rig/engines.ts';
import type { Fleet } from '../rig/fleet.ts';
import type { GitHubRepository } from '../rig/github-repository.ts';
import { temporaryDirectory } from '../rig/repository.ts';
import type { StepResult } from '../rig/runner.ts';

/** What the secrets of the repository look like; none of it may leave the job. */
const secret = 'canary-secret-"9d/2b+f4';
const canaries = [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1),
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
];
const env = { FLEET_TOKEN: secret, CASKWRIGHT_REGISTRY_USER: 'pusher', CASKWRIGHT_REGISTRY_PASSWORD: secret };

journeys('a pull request', (stage) => {
  /** The published fleet on GitHub, and a branch of it. */
  async function setting(): Promise<StagedFleet> {
    const staged = await stage.published();
    staged.fleet.repository.git('checkout', '--quiet', '-b', 'patch');
    return staged;
  }

  /** The fleet of somebody who may not write to the repository. */
  function forkOf(fleet: Fleet): Fleet {
    const fork = fleet.in(fleet.repository.clone());
    fork.repository.git('checkout', '--quiet', '-B', 'patch');
    return fork;
  }

  /** A change of a fork that says when it is built, with all that it is told. */
  function talkative(fork: Fleet): Fleet {
    raiseVersion(fork, 'fleetctl');
    fork.change('images/fleetctl/fleetctl.sh', '#!/bin/sh', '#!/bin/sh\necho the fork has run >&2');
    fork.change('images/fleetctl/Dockerfile', 'ARG VERSION', 'ARG VERSION\nRUN env && echo the fork was built');
    return fork;
  }

  function approvedPull(repository: GitHubRepository, fork: Fleet) {
    const pull = repository.pullRequest(fork.repository);
    stage.api.permissions.set('ada', 'write');
    stage.api.reviews.set(pull.number, [{ user: 'ada', state: 'APPROVED', commit: pull.head }]);
    return pull;
  }

  /** The registry was not written to. */
  async function unwritten(): Promise<void> {
    const writes = (await stage.fleet.registry.requests()).filter(({ method }) => !['GET', 'HEAD'].includes(method));
    expect(writes).toEqual([]);
  }

  test('one bad build.yaml and one good change: the finding on its line, then all that it means, in one comment', async () => {
    const { fleet, repository } = await setting();
    fleet.edit('images/web/build.yaml', 'version: 2.0.1', 'versoin: 2.0.1');
    raiseVersion(fleet, 'toolchain');
    fleet.change('images/toolchain/bundle.sh', '#!/bin/sh', '#!/bin/sh\n# bundles');
    const pull = repository.pullRequest();
    const bad = await stage.run(repository, pull.event('opened'));
    expect(bad.exitCode, bad.log).toBe(1);
    expect(bad.outputs.result).toBe('failed');
    expect(bad.annotations).toContainEqual(
      expect.objectContaining({ level: 'error', file: 'images/web/build.yaml', line: 2, endLine: 2, col: 1 }),
    );
    expect(bad.summary).toContain('1 error');
    expect(bad.summary).toContain('did you mean `version?`');
    expect(bad.summary).toMatch(/^\| `toolchain` \| › build \|/m);
    expect([bad.outputs.plan, bad.outputs.levels, bad.outputs.matrix]).toEqual([undefined, undefined, undefined]);
    expect(stage.api.comments.map(({ body }) => body.includes('1 error'))).toEqual([true]);

    fleet.change('images/web/build.yaml', 'versoin: 2.0.1', 'version: 2.0.1');
    const good = await stage.run(
      repository,
      repository.pullRequest(fleet.repository, { number: pull.number }).event('synchronize'),
    );
    expect(good.exitCode, good.log).toBe(0);
    expect(good.annotations.filter(({ level }) => level === 'error')).toEqual([]);
    expect(good.outputs.result).toBe('succeeded');
    expect(JSON.parse(good.outputs.changed ?? '')).toEqual(['fleetctl', 'site', 'smoke', 'toolchain', 'web']);
    expect(stage.api.comments).toHaveLength(1);
    expect(stage.api.comments[0]?.body).not.toContain('error');
    expect(stage.api.comments[0]?.body).toContain('toolchain');
    expect(good.summary).toContain('```mermaid');
    await unwritten();
  });

  test('a token that may not write: the summary alone', async () => {
    const { fleet, repository } = await setting();
    raiseVersion(fleet, 'cron');
    fleet.change('images/cron/crontab', '', '# nightly\n');
    const step = await stage.run(
      repository,
      repository.pullRequest().event('opened'),
      { command: 'plan' },
      { token: 'reader' },
    );
    expect(step.exitCode, step.log).toBe(0);
    expect(step.annotations.filter(({ level }) => level === 'error')).toEqual([]);
    expect(step.summary).toContain('cron');
    expect(stage.api.comments).toEqual([]);
  });

  test('a GitHub that only a proxy reaches', async () => {
    const asked: string[] = [];
    const port = new URL(stage.api.url).port;
    const proxy = createServer().listen(0, '127.0.0.1');
    proxy.on('connect', ({ url = '' }, socket) => {
      asked.push(url);
      const onward = connect(Number(port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    await once(proxy, 'listening');
    const { fleet, repository } = await setting();
    raiseVersion(fleet, 'cron');
    fleet.change('images/cron/crontab', '', '# nightly\n');
    const step = await stage.run(
      repository,
      repository.pullRequest().event('opened'),
      { command: 'plan' },
      {
        env: {
          GITHUB_API_URL: `http://api.github.test:${port}`,
          http_proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
          no_proxy: '127.0.0.1,localhost',
        },
      },
    );
    proxy.closeAllConnections();
    proxy.close();
    expect([step.exitCode, step.outputs.result], step.log).toEqual([0, 'succeeded']);
    expect(new Set(asked)).toEqual(new Set([`api.github.test:${port}`]));
    expect(stage.api.comments).toHaveLength(1);
  });

  test('a GitHub that does not answer costs the comment, not the build', async () => {
    const { fleet, repository } = await setting();
    raiseVersion(fleet, 'cron');
    fleet.change('images/cron/crontab', '', '# nightly\n');
    stage.api.fail(502);
    const step = await stage.run(repository, repository.pullRequest().event('opened'), { command: 'plan' });
    expect([step.exitCode, step.outputs.result], step.log).toEqual([0, 'succeeded']);
    expect(step.annotations.map(({ level }) => level)).toEqual(['warning']);
    expect(stage.api.requests.map(({ status }) => status)).toEqual([502]);
  });

  test('S27 S29 from a fork: planned and not built, and no secret is anywhere', async () => {
    const { fleet, repository } = await setting();
    const fork = thief(forkOf(fleet));
    const pull = repository.pullRequest(fork.repository);
    const step = await stage.run(repository, pull.event('opened'), {}, { token: 'reader', env, secrets: [secret] });
    expect(step.exitCode, step.log).toBe(0);
    expect(JSON.parse(step.outputs.changed ?? '')).toEqual(['fleetctl']);
    expect(step.summary).toContain('fleetctl');
    expect(step.raw).not.toContain('the thief has run');
    nowhere(step);
    await unwritten();
  });

  /** An engine that strangers' builds are trusted to: docker's, whatever that of this machine's packages is. */
  async function withDocker(test: (sketch: Parameters<ActionStage['run']>[3]) => Promise<void>): Promise<string> {
    const rig = await buildxRig();
    if ('reason' in rig) return rig.reason;
    const { DOCKER_HOST = '', PATH = '' } = rig.environment;
    await test({ token: 'reader', env: { ...env, DOCKER_HOST }, path: PATH.split(':').slice(0, 2), secrets: [secret] });
    await rig.close();
    return '';
  }

  test('S29 a person’s approval of that commit permits a build of it, without a secret or a push', async ({ skip }) => {
    const { fleet, repository } = await setting();
    const fork = talkative(forkOf(fleet));
    const pull = approvedPull(repository, fork);
    const missing = await withDocker(async (sketch) => {
      const built = await stage.run(repository, pull.reviewed('ada'), { builder: 'buildx' }, sketch);
      expect(built.exitCode, built.log).toBe(0);
      expect(built.raw).toContain('the fork was built');
      nowhere(built);
      await unwritten();
    });
    if (missing !== '') skip(missing);
  });

  test('S29 an approved build that wants a secret does not get it', async ({ skip }) => {
    const { fleet, repository } = await setting();
    const pull = approvedPull(repository, thief(forkOf(fleet)));
    const missing = await withDocker(async (sketch) => {
      const refused = await stage.run(repository, pull.event('opened'), { builder: 'buildx' }, sketch);
      expect(refused.exitCode, refused.log).toBe(1);
      expect(refused.log).toMatch(/secret .* not/);
      nowhere(refused);
      await unwritten();
    });
    if (missing !== '') skip(missing);
  });

  test('S23 an approved build is refused by an engine that lets builds out, with what is to be done', async ({
    skip,
  }) => {
    const rig = await containersRig('buildah');
    if ('reason' in rig) return skip(rig.reason);
    const builder = await rig.create();
    const admitted = await builder.admitsStrangers();
    await builder.close();
    await rig.close();
    if (admitted.ok) return skip('the buildah of this machine lets nothing out');
    const { fleet, repository } = await setting();
    const pull = approvedPull(repository, talkative(forkOf(fleet)));
    const refused = await stage.run(repository, pull.reviewed('ada'), { builder: 'buildah' }, { token: 'reader', env });
    expect(refused.exitCode, refused.log).toBe(1);
    expect(refused.raw).not.toContain('the fork was built');
    expect(refused.log).toContain(admitted.error.message);
    expect(refused.log).toContain(admitted.error.suggestion);
    // What the repository's own people say is built by the same engine.
    raiseVersion(fleet, 'toolchain');
    const own = await stage.run(repository, repository.pullRequest().event('opened'), { builder: 'buildah' });
    expect(own.exitCode, own.log).toBe(0);
  });

  test('S27 S29 a fork that names a registry of its own is given no login for it', async () => {
    const asked: (string | undefined)[] = [];
    const greedy = createServer(({ headers }, answer) => {
      asked.push(headers.authorization);
      answer.writeHead(401, { 'www-authenticate': 'Basic realm="greedy"' }).end();
    }).listen(0, '127.0.0.1');
    await once(greedy, 'listening');
    const host = `127.0.0.1:${(greedy.address() as AddressInfo).port}`;
    const docker = temporaryDirectory();
    const auth = Buffer.from(`pusher:${secret}`).toString('base64');
    writeFileSync(join(docker, 'config.json'), JSON.stringify({ auths: { [host]: { auth } } }));
    const { fleet, repository } = await setting();
    const fork = forkOf(fleet);
    const configuration = fork.read('caskwright.yaml').replaceAll(stage.fleet.registry.host, host);
    fork.repository.commit({ 'caskwright.yaml': configuration });
    const pull = repository.pullRequest(intruder(fork).repository);
    stage.api.permissions.set('ada', 'write');
    stage.api.reviews.set(pull.number, [{ user: 'ada', state: 'APPROVED', commit: pull.head }]);
    const logins = { ...env, DOCKER_CONFIG: docker };
    const step = await stage.run(
      repository,
      pull.reviewed('ada'),
      {},
      { token: 'reader', env: logins, secrets: [secret] },
    );
    greedy.close();
    expect(asked.length, step.log).toBeGreaterThan(0);
    expect(asked.filter((authorization) => authorization !== undefined)).toEqual([]);
    nowhere(step);
  });

  describe('S29 stays with the plan', () => {
    type Reviews = Parameters<ActionStage['api']['reviews']['set']>[1];
    const approved = { user: 'ada', state: 'APPROVED' } as const;
    test.each<[string, (commits: { old: string; head: string }) => Reviews]>([
      ['where an older commit was approved', ({ old }) => [{ ...approved, commit: old }]],
      ['where one approves who may not write', ({ head }) => [{ ...approved, user: 'bystander', commit: head }]],
      ['where a robot approves', ({ head }) => [{ ...approved, user: 'ada[bot]', commit: head }]],
      [
        'where the approval was taken back',
        ({ head }) => [
          { ...approved, commit: head },
          { user: 'ada', state: 'CHANGES_REQUESTED', commit: head },
        ],
      ],
      ['where the approval was dismissed', ({ head }) => [{ user: 'ada', state: 'DISMISSED', commit: head }]],
      ['where somebody only commented', ({ head }) => [{ user: 'ada', state: 'COMMENTED', commit: head }]],
    ])('%s', async (_, reviews) => {
      const { fleet, repository } = await setting();
      const fork = intruder(forkOf(fleet));
      const old = fork.repository.git('rev-parse', 'HEAD~1');
      const pull = repository.pullRequest(fork.repository);
      stage.api.permissions.set('ada', 'write').set('ada[bot]', 'write');
      stage.api.reviews.set(pull.number, reviews({ old, head: pull.head }));
      await planned(repository, pull.event('synchronize'));
    });

    test('where something else is checked out than what was approved', async () => {
      const { fleet, repository } = await setting();
      const fork = forkOf(fleet);
      raiseVersion(fork, 'fleetctl');
      fork.change('images/fleetctl/fleetctl.sh', '#!/bin/sh', '#!/bin/sh\n# harmless');
      const harmless = repository.pullRequest(fork.repository);
      const worse = repository.pullRequest(intruder(fork).repository, { number: harmless.number });
      stage.api.permissions.set('ada', 'write');
      stage.api.reviews.set(harmless.number, [{ ...approved, commit: harmless.head }]);
      const late = { ...harmless.event('opened'), sha: worse.merge };
      const step = await stage.run(repository, late, {}, { token: 'reader', env, secrets: [secret] });
      expect(step.raw).not.toContain('the stranger has run');
      nowhere(step);
      await unwritten();
    });

    test('where Dependabot made it', async () => {
      const { fleet, repository } = await setting();
      intruder(fleet);
      const pull = repository.pullRequest(fleet.repository, { author: 'dependabot[bot]' });
      await planned(repository, pull.event('opened'));
    });

    test('whatever the inputs say', async () => {
      const { fleet, repository } = await setting();
      const pull = repository.pullRequest(intruder(forkOf(fleet)).repository);
      const inputs = { command: 'build', force: 'true', push: 'true' };
      const step = await stage.run(repository, pull.event('opened'), inputs, {
        token: 'writer',
        env,
        secrets: [secret],
      });
      expect(step.exitCode, step.log).toBe(1);
      expect(step.raw).not.toContain('the stranger has run');
      nowhere(step);
      await unwritten();
    });

    async function planned(repository: GitHubRepository, event: Parameters<ActionStage['run']>[1]): Promise<void> {
      const step = await stage.run(repository, event, {}, { token: 'reader', env, secrets: [secret] });
      expect(step.exitCode, step.log).toBe(0);
      expect(step.summary).toContain('fleetctl');
      expect(step.raw).not.toContain('the stranger has run');
      nowhere(step);
      await unwritten();
    }
  });

  describe('a run that may comment, after one that may not', () => {
    const comment = (repository: GitHubRepository, event: Parameters<ActionStage['run']>[1], report: string) =>
      stage.run(repository, event, { command: 'comment', report });

    /** A fork's pull request, planned, and the report that its run has left. */
    async function planned() {
      const { fleet, repository } = await setting();
      const pull = repository.pullRequest(intruder(forkOf(fleet)).repository);
      const job = stage.job(repository, pull.event('opened'), { token: 'reader' });
      const step = await job.run({});
      expect(step.exitCode, step.log).toBe(0);
      const report = join(temporaryDirectory(), 'report.json');
      copyFileSync(step.outputs.report ?? '', report);
      await job.end();
      stage.api.pulls.push({ number: pull.number, head: pull.label, commit: pull.head });
      return { repository, pull, report };
    }

    test('S29 writes the plan of a fork’s pull request into one comment, and looks at no file of it', async () => {
      const { repository, pull, report } = await planned();
      for (let time = 0; time < 2; time += 1) {
        const step = await comment(repository, pull.completed(), report);
        expect([step.exitCode, step.outputs.result], step.log).toEqual([0, 'succeeded']);
      }
      expect(stage.api.comments.map(({ issue }) => issue)).toEqual([pull.number]);
      expect(stage.api.comments[0]?.body).toMatch(/1 image would be rebuilt.*fleetctl/s);
      await unwritten();
    });

    test.each<[string, (report: string) => string]>([
      ['what is no report', () => '{"version":1,"plan":{"images":[{"image":"../../x"}]}}'],
      ['what is no JSON', () => 'x'],
      ['one that is too large', (report) => report + ' '.repeat(5_000_000)],
    ])('S29 takes nothing from %s', async (_, spoiled) => {
      const { repository, pull, report } = await planned();
      writeFileSync(report, spoiled(readFileSync(report, 'utf8')));
      await comment(repository, pull.completed(), report);
      expect(stage.api.comments).toEqual([]);
    });

    test('S29 S31 prints what a stranger wrote as words: no mention, link, command or mark-up comes of it', async () => {
      const { repository, pull, report } = await planned();
      const hostile = '@octocat <!-- --> </details> [x](http://evil.example) #1 ::error::x ##[error]x `|';
      const value = JSON.parse(readFileSync(report, 'utf8'));
      value.plan.images[0].reasons = [{ text: hostile }];
      value.plan.images[0].action = 'build';
      writeFileSync(report, JSON.stringify(value));
      const step = await comment(repository, pull.completed(), report);
      expect(step.exitCode, step.log).toBe(0);
      const body = stage.api.comments[0]?.body.replaceAll(/```.*?```|<code>.*?<\/code>|`[^`]*`/gs, '') ?? '';
      expect(body).not.toMatch(/@octocat|evil\.example|#1\b|<\/details>\s*\[/);
      expect(step.annotations).toEqual([]);
    });

    test('leaves a pull request that has moved on, and one of this repository, alone', async () => {
      const { repository, pull, report } = await planned();
      stage.api.pulls[0] = { number: pull.number, head: pull.label, commit: 'f'.repeat(40) };
      const late = await comment(repository, pull.completed(), report);
      expect([late.exitCode, late.outputs.result], late.log).toEqual([0, 'nothing']);
      const own = await comment(repository, repository.pullRequest().completed(), report);
      expect([own.exitCode, own.outputs.result], own.log).toEqual([0, 'nothing']);
      expect(stage.api.comments).toEqual([]);
    });
  });

  test('S31 what a build prints is not taken for a command', async () => {
    const { fleet, repository } = await setting();
    const lines = [
      '::error file=images/web/Dockerfile,line=1::forged',
      '  ::warning::forged',
      '##[error]forged',
      'x ##[warning]forged',
      '::add-mask::fleet',
      '::set-output name=result::forged',
      '::stop-commands::forged',
      '::endgroup::',
      String.raw`progress\r::error::forged`,
    ];
    const prints = lines.map((line) => `RUN printf '${line.replaceAll('%', '%%')}\\n'`).join('\n');
    raiseVersion(fleet, 'cron');
    fleet.change('images/cron/Dockerfile', 'USER root', `USER root\n${prints}\nRUN echo '::error::forged' >&2; exit 3`);
    const step = await stage.run(repository, repository.pullRequest().event('opened'));
    expect(step.exitCode, step.log).toBe(1);
    expect(step.raw).toContain('forged');
    const messages = [...step.annotations, ...step.hidden].map(({ message }) => message);
    expect(messages.filter((message) => message.startsWith('forged'))).toEqual([]);
    expect(step.refused).toEqual([]);
    expect(step.masks.filter((mask) => mask === 'fleet')).toEqual([]);
    expect(step.outputs.result).toBe('failed');
  });

  test('a merge queue builds what the group changes and publishes nothing', async () => {
    const { fleet, repository } = await setting();
    raiseVersion(fleet, 'cron');
    fleet.change('images/cron/crontab', '', '# nightly\n');
    const step = await stage.run(repository, repository.mergeGroup());
    expect(step.exitCode, step.log).toBe(0);
    expect(JSON.parse(step.outputs.changed ?? '')).toEqual(['cron']);
    expect(stage.api.comments).toEqual([]);
    await unwritten();
  });

  test('more than 300 changed files are all seen', async () => {
    const { fleet, repository } = await setting();
    const files = Array.from({ length: 350 }, (_, at) => [`images/aaa/${at}.txt`, `${at}`] as const);
    fleet.repository.write(Object.fromEntries(files));
    fleet.repository.commit();
    raiseVersion(fleet, 'cron');
    fleet.change('images/cron/crontab', '', '# nightly\n');
    const step = await stage.run(repository, repository.pullRequest().event('opened'), { command: 'plan' });
    expect(step.exitCode, step.log).toBe(0);
    expect(JSON.parse(step.outputs.changed ?? '')).toEqual(['cron']);
  });

  test('that changes no image ends well with nothing to build, and closing it is nothing either', async () => {
    const { fleet, repository } = await setting();
    fleet.repository.commit({ 'docs/notes.md': 'notes' });
    const pull = repository.pullRequest();
    const step = await stage.run(repository, pull.event('opened'));
    expect(step.exitCode, step.log).toBe(0);
    expect([step.outputs.result, step.outputs.changed]).toEqual(['nothing', '[]']);
    expect(step.annotations).toEqual([]);
    const closed = await stage.run(repository, pull.event('closed'));
    expect([closed.exitCode, closed.outputs.result], closed.log).toEqual([0, 'nothing']);
    await unwritten();
  });

  /** Makes fleetctl say that it was built. */
  function intruder(fleet: Fleet): Fleet {
    raiseVersion(fleet, 'fleetctl');
    fleet.change('images/fleetctl/Dockerfile', 'ARG VERSION', 'ARG VERSION\nRUN echo the stranger has run');
    return fleet;
  }

  /** Makes fleetctl ask for the secret and look around for more. */
  function thief(fleet: Fleet): Fleet {
    raiseVersion(fleet, 'fleetctl');
    fleet.edit('images/fleetctl/build.yaml', 'category: tool', 'category: tool\nsecrets: [fleet_token]');
    const steps = [
      'RUN --mount=type=secret,id=fleet_token cat /run/secrets/fleet_token; env; echo the thief has run',
      'RUN env | base64',
    ];
    fleet.change('images/fleetctl/Dockerfile', 'ARG VERSION', ['ARG VERSION', ...steps].join('\n'));
    return fleet;
  }

  /** The secret is in nothing that left the job. */
  function nowhere(step: StepResult): void {
    const places = [
      step.raw,
      step.log,
      step.summary,
      JSON.stringify(stage.api.requests),
      JSON.stringify(stage.fleet.control.requests),
    ];
    for (const place of places) for (const canary of canaries) expect(place).not.toContain(canary);
  }
});
